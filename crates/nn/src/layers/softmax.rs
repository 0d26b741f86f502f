//! [`Softmax`]: scores become probabilities.

use autograd::Tensor;
use options_derive::Options;
use tensor_core::dimension;

use super::{float_only, layer};
use crate::layer_error::LayerError;
use crate::module::Module;

/// Probabilities along a dimension: `e^x / sum(e^x)`.
///
/// For training, give the scores themselves to [`cross_entropy`](crate::cross_entropy()).
///
/// # Shape
/// Any with that dimension, kept.
///
/// ```
/// use nn::{Forward, Softmax, Tensor};
/// let probabilities = Softmax::new(1).forward(&Tensor::from([[0.0, 0.0]]));
/// assert_eq!(probabilities.to_vec::<f32>(), [0.5, 0.5]);
/// ```
#[derive(Clone, Copy, Debug, Module, Options)]
#[module(extra_repr)]
#[options(repr)]
pub struct Softmax {
    /// The dimension along which the probabilities sum to 1; negative ones count from the end.
    dim: isize,
}

impl Softmax {
    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        float_only(x)?;
        dimension(self.dim, x.rank())?;
        Ok(x.softmax(self.dim))
    }
}

layer!(Softmax);
