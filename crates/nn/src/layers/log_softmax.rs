//! [`LogSoftmax`]: scores become logarithms of probabilities.

use autograd::Tensor;
use options_derive::Options;
use tensor_core::dimension;

use super::{float_only, layer};
use crate::layer_error::LayerError;
use crate::module::Module;

/// The logarithms of probabilities along a dimension, exact where a probability vanishes.
///
/// # Shape
/// Any with that dimension, kept.
///
/// ```
/// use nn::{Forward, LogSoftmax, Tensor};
/// let logarithms = LogSoftmax::new(-1).forward(&Tensor::from([0.0, -1000.0]));
/// assert_eq!(logarithms.to_vec::<f32>(), [0.0, -1000.0]);
/// ```
#[derive(Clone, Copy, Debug, Module, Options)]
#[module(extra_repr)]
#[options(repr)]
pub struct LogSoftmax {
    /// The dimension along which the probabilities sum to 1; negative ones count from the end.
    dim: isize,
}

impl LogSoftmax {
    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        float_only(x)?;
        dimension(self.dim, x.rank())?;
        Ok(x.log_softmax(self.dim))
    }
}

layer!(LogSoftmax);
