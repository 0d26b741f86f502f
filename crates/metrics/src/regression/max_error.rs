//! The most that a prediction is off.

use autograd::Error;
use options_derive::Options;

use super::outputs::{Keep, Outputs};
use crate::metric::metric;

/// The largest absolute difference of truth and prediction.
#[derive(Clone, Debug, Options)]
#[must_use = "it measures nothing until it is given batches"]
pub struct MaxError {
    #[option(default = Outputs::default(), private)]
    kept: Outputs<Largest>,
}

metric! {
    /// The largest absolute difference of truth and prediction.
    ///
    /// ```
    /// use autograd::Tensor;
    /// assert_eq!(metrics::max_error(&Tensor::from([1.0, 2.0]), &Tensor::from([2.0, 4.0])), 2.0);
    /// ```
    pub fn max_error(y_true, y_pred) -> f64 of MaxError
}

impl MaxError {
    fn result(&self) -> Result<f64, Error> {
        match self.kept.figures(|largest| largest.0)?[..] {
            [largest] => Ok(largest),
            ref several => Err(Error::shape(format!(
                "there are {} outputs, and must be one",
                several.len()
            ))),
        }
    }
}

#[derive(Clone, Copy, Debug, Default)]
struct Largest(f64);

impl Keep for Largest {
    fn keep(&mut self, truth: f64, prediction: f64, _: f64) -> Result<(), Error> {
        self.0 = self.0.max((truth - prediction).abs());
        Ok(())
    }
}
