//! The mean of the squares of what predictions are off.

use super::multioutput::error;
use super::outputs::mean_of;
use crate::metric::metric;

error! {
    /// The mean of the squared differences of truth and prediction.
    pub struct MeanSquaredError(Errors): |errors| errors.0.value()
}

metric! {
    /// The mean of the squared differences: [`MeanSquaredError`] without options.
    ///
    /// ```
    /// use autograd::Tensor;
    /// assert_eq!(metrics::mean_squared_error(&Tensor::from([1.0, 2.0]), &Tensor::from([2.0, 4.0])), 2.5);
    /// ```
    pub fn mean_squared_error(y_true, y_pred) -> f64 of MeanSquaredError
}

mean_of!(|truth, prediction| Ok((truth - prediction).powi(2)));
