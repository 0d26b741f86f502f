//! The mean square of what probabilities are off.

use autograd::Error;
use options_derive::Options;

use super::scores::Scores;
use crate::metric::metric;

/// The mean square of the difference between the probability of the positive class and 1 or 0, after G. W. Brier (1950).
#[derive(Clone, Debug, Options)]
#[must_use = "it measures nothing until it is given batches"]
pub struct BrierScoreLoss {
    /// The positive class.
    #[option(default = 1)]
    pos_label: i64,
    #[option(default = Scores::default(), private)]
    kept: Scores,
}

metric! {
    /// The mean square of what probabilities of class 1 are off: [`BrierScoreLoss`] without options.
    ///
    /// ```
    /// use autograd::Tensor;
    /// assert_eq!(metrics::brier_score_loss(&Tensor::from([0, 1]), &Tensor::from([0.5, 1.0])), 0.125);
    /// ```
    pub fn brier_score_loss(y_true, y_proba) -> f64 of BrierScoreLoss
}

impl BrierScoreLoss {
    fn result(&self) -> Result<f64, Error> {
        let samples = self.kept.binary(self.pos_label)?;
        if let Some(sample) = samples.iter().find(|sample| !(0.0..=1.0).contains(&sample.score)) {
            return Err(Error::argument(format!(
                "y_proba has {}, and probabilities are between 0 and 1",
                sample.score
            )));
        }
        let squares = samples.iter().map(|sample| {
            let off = f64::from(u8::from(sample.is_positive)) - sample.score;
            sample.weight * off * off
        });
        Ok(squares.sum::<f64>() / samples.iter().map(|sample| sample.weight).sum::<f64>())
    }
}
