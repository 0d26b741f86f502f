//! The median of what predictions are off.

use autograd::{Error, scratch};

use super::multioutput::error;
use super::outputs::Keep;
use crate::metric::metric;

error! {
    /// The median of the absolute differences of truth and prediction. It keeps the difference of every sample.
    pub struct MedianAbsoluteError(Errors): Errors::median
}

metric! {
    /// The median of the absolute differences: [`MedianAbsoluteError`] without options.
    ///
    /// ```
    /// use autograd::Tensor;
    /// let error = metrics::median_absolute_error(&Tensor::from([1.0, 2.0, 3.0]), &Tensor::from([1.5, 2.0, 9.0]));
    /// assert_eq!(error, 0.5);
    /// ```
    pub fn median_absolute_error(y_true, y_pred) -> f64 of MedianAbsoluteError
}

/// Each difference, and its weight.
#[derive(Clone, Debug, Default)]
struct Errors(Vec<(f64, f64)>);

impl Keep for Errors {
    fn keep(&mut self, truth: f64, prediction: f64, weight: f64) -> Result<(), Error> {
        scratch::push(&mut self.0, ((truth - prediction).abs(), weight));
        Ok(())
    }
}

impl Errors {
    /// Where half of the weight lies below: the mean of two differences if that is between them.
    fn median(&self) -> f64 {
        let mut errors: Vec<(f64, f64)> = self
            .0
            .iter()
            .copied()
            .filter(|(_, weight)| *weight > 0.0)
            .collect();
        errors.sort_by(|a, b| a.0.total_cmp(&b.0));
        let half = errors.iter().map(|(_, weight)| weight).sum::<f64>() / 2.0;
        let mut below = 0.0;
        for (at, (error, weight)) in errors.iter().enumerate() {
            below += weight;
            if below == half {
                return errors.get(at + 1).map_or(*error, |next| (error + next.0) / 2.0);
            }
            if below > half {
                return *error;
            }
        }
        f64::NAN
    }
}
