//! The mean of what predictions are off.

use autograd::Error;

use super::multioutput::error;
use super::outputs::{Keep, Mean};
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

#[derive(Clone, Copy, Debug, Default)]
struct Errors(Mean);

impl Keep for Errors {
    fn keep(&mut self, truth: f64, prediction: f64, weight: f64) -> Result<(), Error> {
        self.0.add((truth - prediction).abs(), weight);
        Ok(())
    }
}
