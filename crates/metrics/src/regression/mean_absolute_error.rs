//! The mean of what predictions are off.

use super::multioutput::error;
use super::outputs::mean_of;
use crate::metric::metric;

error! {
    /// The mean of the absolute differences of truth and prediction.
    pub struct MeanAbsoluteError(Errors): |errors| errors.0.value()
}

metric! {
    /// The mean of the absolute differences: [`MeanAbsoluteError`] without options.
    ///
    /// ```
    /// use autograd::Tensor;
    /// assert_eq!(metrics::mean_absolute_error(&Tensor::from([1.0, 2.0]), &Tensor::from([2.0, 4.0])), 1.5);
    /// ```
    pub fn mean_absolute_error(y_true, y_pred) -> f64 of MeanAbsoluteError
}

mean_of!(|truth, prediction| Ok((truth - prediction).abs()));
