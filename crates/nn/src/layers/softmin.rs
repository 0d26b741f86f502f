//! [`Softmin`]: probabilities that favour the smallest.

use autograd::Tensor;
use options_derive::Options;
use tensor_core::dimension;

use super::{float_only, layer};
use crate::layer_error::LayerError;
use crate::module::Module;

/// Probabilities along a dimension: [`Softmax`](crate::Softmax) of the negated elements.
///
/// # Shape
/// Any with that dimension, kept.
///
/// ```
/// use nn::{Forward, Softmin, Tensor};
/// assert_eq!(Softmin::new(0).forward(&Tensor::from([0.0, 1e4])).to_vec::<f32>(), [1.0, 0.0]);
/// assert_eq!(Softmin::new(0).to_string(), "Softmin(dim=0)");
/// ```
#[derive(Clone, Copy, Debug, Module, Options)]
#[module(extra_repr)]
#[options(repr)]
pub struct Softmin {
    /// The dimension along which the probabilities sum to 1; negative ones count from the end.
    dim: isize,
}

impl Softmin {
    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        dimension(self.dim, x.rank())?;
        float_only(x)?;
        Ok(x.softmin(self.dim))
    }
}

layer!(Softmin);
