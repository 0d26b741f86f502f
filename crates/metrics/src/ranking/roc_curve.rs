//! What is found against what is taken for it, as the threshold falls.

use autograd::Error;
use options_derive::Options;

use super::scores::Scores;
use super::steps::{Found, steps};
use crate::metric::metric;

/// Which part of the negative and of the positive samples scores at least a threshold, for each threshold.
#[derive(Clone, Debug, Options)]
#[must_use = "it measures nothing until it is given batches"]
pub struct RocCurve {
    /// The class that is found; the other is not.
    #[option(default = 1)]
    pos_label: i64,
    /// Whether points on a straight line between others are left out.
    #[option(default = true)]
    drop_intermediate: bool,
    #[option(default = Scores::default(), private)]
    kept: Scores,
}

metric! {
    /// Which part of the negative and of the positive samples scores at least a threshold: [`RocCurve`] without options.
    ///
    /// ```
    /// use autograd::Tensor;
    /// let roc = metrics::roc_curve(&Tensor::from([0, 0, 1, 1]), &Tensor::from([0.1, 0.4, 0.35, 0.8]));
    /// assert_eq!((roc.fpr, roc.tpr), (vec![0.0, 0.0, 0.5, 0.5, 1.0], vec![0.0, 0.5, 0.5, 1.0, 1.0]));
    /// ```
    pub fn roc_curve(y_true, y_score) -> Roc of RocCurve
}

/// The points of a [`RocCurve`].
#[derive(Clone, Debug, PartialEq)]
pub struct Roc {
    /// Which part of the negative samples is taken for positive.
    pub fpr: Vec<f64>,
    /// Which part of the positive samples is found.
    pub tpr: Vec<f64>,
    /// The thresholds, falling; the first is infinite.
    pub thresholds: Vec<f64>,
}

impl RocCurve {
    fn result(&self) -> Result<Roc, Error> {
        let mut points = steps(self.kept.binary(self.pos_label)?);
        if self.drop_intermediate {
            points = corners(&points);
        }
        let all = points.last().copied();
        let none = Found {
            threshold: f64::INFINITY,
            right: 0.0,
            wrong: 0.0,
        };
        points.insert(0, none);
        let all = all.unwrap_or(none);
        Ok(Roc {
            fpr: points.iter().map(|point| point.wrong / all.wrong).collect(),
            tpr: points.iter().map(|point| point.right / all.right).collect(),
            thresholds: points.iter().map(|point| point.threshold).collect(),
        })
    }
}

/// The points without those half way between their neighbours.
fn corners(points: &[Found]) -> Vec<Found> {
    let is_corner = |at: &usize| {
        let (Some(before), Some(after)) = (at.checked_sub(1), points.get(at + 1)) else {
            return true;
        };
        let (before, here) = (&points[before], &points[*at]);
        let bend = |x: fn(&Found) -> f64| x(after) - x(here) - (x(here) - x(before)) != 0.0;
        bend(|point| point.right) || bend(|point| point.wrong)
    };
    (0..points.len()).filter(is_corner).map(|at| points[at]).collect()
}

#[cfg(feature = "plot")]
impl Roc {
    /// The picture of it, beside that of guessing.
    pub fn picture(&self, title: impl Into<String>) -> plot::Chart {
        let points: Vec<(f64, f64)> = self.fpr.iter().copied().zip(self.tpr.iter().copied()).collect();
        plot::Chart::new(title)
            .x_label("false positive rate")
            .y_label("true positive rate")
            .line("model", points)
            .line("guessing", [(0.0, 0.0), (1.0, 1.0)])
    }
}
