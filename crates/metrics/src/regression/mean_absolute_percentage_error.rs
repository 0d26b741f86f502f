//! The mean of what predictions are off, as a part of the truth.

use super::multioutput::error;
use super::outputs::mean_of;
use crate::metric::metric;

error! {
    /// The mean of the absolute differences of truth and prediction, each over the truth, which counts 2.2e-16 at least.
    pub struct MeanAbsolutePercentageError(Errors): |errors| errors.0.value()
}

metric! {
    /// The mean of the relative differences: [`MeanAbsolutePercentageError`] without options.
    ///
    /// ```
    /// use autograd::Tensor;
    /// assert_eq!(metrics::mean_absolute_percentage_error(&Tensor::from([1.0, 2.0]), &Tensor::from([2.0, 4.0])), 1.0);
    /// ```
    pub fn mean_absolute_percentage_error(y_true, y_pred) -> f64 of MeanAbsolutePercentageError
}

mean_of!(|truth, prediction| Ok((truth - prediction).abs() / truth.abs().max(f64::EPSILON)));
