//! The mean of the squares of what logarithms of predictions are off.

use autograd::Error;

use super::multioutput::error;
use super::outputs::mean_of;
use crate::metric::metric;

error! {
    /// The mean of the squared differences of `ln(1 + y)` of truth and prediction.
    pub struct MeanSquaredLogError(Errors): |errors| errors.0.value()
}

metric! {
    /// The mean of the squared differences of logarithms: [`MeanSquaredLogError`] without options.
    ///
    /// ```
    /// use autograd::Tensor;
    /// let error = metrics::mean_squared_log_error(&Tensor::from([0.0, 1.0]), &Tensor::from([0.0, 3.0]));
    /// assert!((error - 2.0_f64.ln().powi(2) / 2.0).abs() < 1e-6);
    /// ```
    pub fn mean_squared_log_error(y_true, y_pred) -> f64 of MeanSquaredLogError
}

mean_of!(|truth, prediction| Ok((log(truth)? - log(prediction)?).powi(2)));

fn log(number: f64) -> Result<f64, Error> {
    if number <= -1.0 {
        return Err(Error::argument(format!(
            "{number} has no logarithm: numbers must be above -1"
        )));
    }
    Ok(number.ln_1p())
}
