//! Which part of the predictions is wrong.

use autograd::Error;
use options_derive::Options;

use super::counts::Counts;
use crate::metric::metric;

/// Which part of the predictions is wrong.
#[derive(Clone, Debug, Options)]
#[must_use = "it measures nothing until it is given batches"]
pub struct ZeroOneLoss {
    /// Whether it is a part of all; else it is their number.
    #[option(default = true)]
    normalize: bool,
    #[option(default = Counts::default(), private)]
    kept: Counts,
}

metric! {
    /// Which part of the predictions is wrong: [`ZeroOneLoss`] without options.
    ///
    /// ```
    /// use autograd::Tensor;
    /// assert_eq!(metrics::zero_one_loss(&Tensor::from([1, 2, 3, 4]), &Tensor::from([2, 2, 3, 4])), 0.25);
    /// ```
    pub fn zero_one_loss(y_true, y_pred) -> f64 of ZeroOneLoss
}

impl ZeroOneLoss {
    fn result(&self) -> Result<f64, Error> {
        let counts = self.kept.filled()?;
        let (right, total) = (counts.right(), counts.total());
        Ok(if self.normalize {
            1.0 - right / total
        } else {
            total - right
        })
    }
}
