//! [`Threshold`]: a number in place of all that is not large enough.

use autograd::{DType, Error, Scalar, Tensor};
use options_derive::Options;

use super::layer;
use crate::layer_error::LayerError;
use crate::module::Module;

/// Each element above `threshold`, else `value`.
///
/// # Shape
/// Any, kept.
///
/// ```
/// use nn::{Forward, Threshold, Tensor};
/// assert_eq!(Threshold::new(0.1, 20).forward(&Tensor::from([0.1, 0.5])).to_vec::<f32>(), [20.0, 0.5]);
/// assert_eq!(Threshold::new(0.1, 20).to_string(), "Threshold(threshold=0.1, value=20)");
/// ```
#[derive(Clone, Copy, Debug, Module, Options)]
#[module(extra_repr)]
#[options(repr)]
pub struct Threshold {
    /// What elements must be above.
    #[option(from = Scalar)]
    threshold: Scalar,
    /// What replaces those that are not.
    #[option(from = Scalar)]
    value: Scalar,
}

impl Threshold {
    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        if x.dtype() == DType::Bool {
            return Err(Error::dtype("input is bool, and must be numbers").into());
        }
        Ok(x.threshold(self.threshold.to_f64(), self.value.to_f64()))
    }
}

layer!(Threshold);
