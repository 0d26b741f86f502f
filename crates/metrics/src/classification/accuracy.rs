//! Which part of the predictions is right.

use autograd::Error;
use options_derive::Options;

use super::counts::Counts;
use crate::metric::metric;

/// Which part of the predictions is right.
#[derive(Clone, Debug, Options)]
#[must_use = "it measures nothing until it is given batches"]
pub struct AccuracyScore {
    /// Whether it is a part of all; else it is their number.
    #[option(default = true)]
    normalize: bool,
    #[option(default = Counts::default(), private)]
    kept: Counts,
}

metric! {
    /// Which part of the predictions is right: [`AccuracyScore`] without options.
    ///
    /// ```
    /// use autograd::Tensor;
    /// let logits = Tensor::from([[0.1, 0.9], [0.8, 0.2]]);
    /// assert_eq!(metrics::accuracy_score(&Tensor::from([1, 1]), &logits.argmax_dim(1, false)), 0.5);
    /// ```
    pub fn accuracy_score(y_true, y_pred) -> f64 of AccuracyScore
}

impl AccuracyScore {
    fn result(&self) -> Result<f64, Error> {
        let counts = self.kept.filled()?;
        Ok(if self.normalize {
            counts.right() / counts.total()
        } else {
            counts.right()
        })
    }
}
