//! What is right of what is found, as the threshold rises.

use autograd::Error;
use options_derive::Options;

use super::scores::{Sample, Scores};
use super::steps::steps;
use crate::metric::metric;

/// Precision and recall of what scores at least a threshold, for each threshold.
#[derive(Clone, Debug, Options)]
#[must_use = "it measures nothing until it is given batches"]
pub struct PrecisionRecallCurve {
    /// The class that is found; the other is not.
    #[option(default = 1)]
    pos_label: i64,
    #[option(default = Scores::default(), private)]
    kept: Scores,
}

metric! {
    /// Precision and recall of what scores at least a threshold: [`PrecisionRecallCurve`] without options.
    ///
    /// ```
    /// use autograd::Tensor;
    /// let truth = Tensor::from([0, 0, 1, 1]);
    /// let curve = metrics::precision_recall_curve(&truth, &Tensor::from([0.1, 0.4, 0.35, 0.8]));
    /// assert_eq!(curve.recall, [1.0, 1.0, 0.5, 0.5, 0.0]);
    /// ```
    pub fn precision_recall_curve(y_true, y_score) -> PrecisionRecall of PrecisionRecallCurve
}

/// The points of a [`PrecisionRecallCurve`].
#[derive(Clone, Debug, PartialEq)]
pub struct PrecisionRecall {
    /// Which part of what is found is right; the last is 1, of nothing found.
    pub precision: Vec<f64>,
    /// Which part of the positive samples is found; the last is 0.
    pub recall: Vec<f64>,
    /// The thresholds, rising, one fewer.
    pub thresholds: Vec<f64>,
}

impl PrecisionRecallCurve {
    fn result(&self) -> Result<PrecisionRecall, Error> {
        Ok(curve(self.kept.binary(self.pos_label)?))
    }
}

/// The points of the curve. If nothing is positive, all of it is found.
pub(super) fn curve(samples: Vec<Sample>) -> PrecisionRecall {
    let steps = steps(samples);
    let all = steps.last().map_or(0.0, |step| step.right);
    let rising = || steps.iter().rev();
    let part = |part: f64, whole: f64, otherwise: f64| if whole == 0.0 { otherwise } else { part / whole };
    let precision = rising().map(|step| part(step.right, step.right + step.wrong, 0.0));
    let recall = rising().map(|step| part(step.right, all, 1.0));
    PrecisionRecall {
        precision: precision.chain([1.0]).collect(),
        recall: recall.chain([0.0]).collect(),
        thresholds: rising().map(|step| step.threshold).collect(),
    }
}

#[cfg(feature = "plot")]
impl PrecisionRecall {
    /// The picture of it.
    pub fn picture(&self, title: impl Into<String>) -> plot::Chart {
        let points: Vec<(f64, f64)> = self
            .recall
            .iter()
            .copied()
            .zip(self.precision.iter().copied())
            .collect();
        plot::Chart::new(title)
            .x_label("recall")
            .y_label("precision")
            .line("model", points)
    }
}
