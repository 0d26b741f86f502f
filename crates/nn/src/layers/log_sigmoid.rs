//! [`LogSigmoid`]: the logarithm of a probability.

use autograd::Tensor;

use super::{float_only, layer};
use crate::layer_error::LayerError;
use crate::module::Module;

/// `ln(sigmoid(x))` of each element, without overflow on the way.
///
/// # Shape
/// Any, kept.
///
/// ```
/// use nn::{Forward, LogSigmoid, Tensor};
/// assert_eq!(LogSigmoid.forward(&Tensor::from([-1e4, 1e4])).to_vec::<f32>(), [-1e4, 0.0]);
/// assert_eq!(LogSigmoid.to_string(), "LogSigmoid()");
/// ```
#[derive(Clone, Copy, Debug, Default, Module)]
pub struct LogSigmoid;

impl LogSigmoid {
    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        float_only(x)?;
        Ok(x.logsigmoid())
    }
}

layer!(LogSigmoid);
