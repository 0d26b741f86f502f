//! Which part of the labels is wrong.

use autograd::Error;
use options_derive::Options;

use super::counts::Counts;
use crate::metric::metric;

/// Which part of the labels is wrong; of one label a sample, as here, that is the [zero-one loss](crate::ZeroOneLoss).
#[derive(Clone, Debug, Options)]
#[must_use = "it measures nothing until it is given batches"]
pub struct HammingLoss {
    #[option(default = Counts::default(), private)]
    kept: Counts,
}

metric! {
    /// Which part of the labels is wrong.
    ///
    /// ```
    /// use autograd::Tensor;
    /// assert_eq!(metrics::hamming_loss(&Tensor::from([1, 2, 3, 4]), &Tensor::from([2, 2, 3, 4])), 0.25);
    /// ```
    pub fn hamming_loss(y_true, y_pred) -> f64 of HammingLoss
}

impl HammingLoss {
    fn result(&self) -> Result<f64, Error> {
        let counts = self.kept.filled()?;
        Ok((counts.total() - counts.right()) / counts.total())
    }
}
