//! The mean precision over the recall.

use autograd::Error;
use options_derive::Options;

use super::precision_recall_curve::curve;
use super::scores::Scores;
use crate::metric::metric;

/// The mean of the precision over the recall: `sum of (R_n - R_(n-1)) P_n` over the thresholds, without interpolation.
#[derive(Clone, Debug, Options)]
#[must_use = "it measures nothing until it is given batches"]
pub struct AveragePrecisionScore {
    /// The class that is found; the other is not.
    #[option(default = 1)]
    pos_label: i64,
    #[option(default = Scores::default(), private)]
    kept: Scores,
}

metric! {
    /// The mean of the precision over the recall: [`AveragePrecisionScore`] without options.
    ///
    /// ```
    /// use autograd::Tensor;
    /// let truth = Tensor::from([0, 0, 1, 1]);
    /// let figure = metrics::average_precision_score(&truth, &Tensor::from([0.1, 0.4, 0.35, 0.8]));
    /// assert!((figure - 0.8333).abs() < 1e-4);
    /// ```
    pub fn average_precision_score(y_true, y_score) -> f64 of AveragePrecisionScore
}

impl AveragePrecisionScore {
    fn result(&self) -> Result<f64, Error> {
        let curve = curve(self.kept.binary(self.pos_label)?);
        let gains = curve.recall.windows(2).map(|pair| pair[0] - pair[1]);
        Ok(gains
            .zip(&curve.precision)
            .map(|(gain, precision)| gain * precision)
            .sum())
    }
}
