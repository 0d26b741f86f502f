//! The root of the mean square of what predictions are off.

use super::multioutput::error;
use super::outputs::mean_of;
use crate::metric::metric;

error! {
    /// The root of the mean of the squared differences of truth and prediction, of each output by itself.
    pub struct RootMeanSquaredError(Errors): |errors| errors.0.value().sqrt()
}

metric! {
    /// The root of the mean of the squared differences: [`RootMeanSquaredError`] without options.
    ///
    /// ```
    /// use autograd::Tensor;
    /// assert_eq!(metrics::root_mean_squared_error(&Tensor::from([1.0, 2.0]), &Tensor::from([2.0, 3.0])), 1.0);
    /// ```
    pub fn root_mean_squared_error(y_true, y_pred) -> f64 of RootMeanSquaredError
}

mean_of!(|truth, prediction| Ok((truth - prediction).powi(2)));
