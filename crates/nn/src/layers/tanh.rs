//! [`Tanh`]: the hyperbolic tangent.

use autograd::Tensor;

use super::layer;
use crate::layer_error::LayerError;
use crate::module::Module;

/// The hyperbolic tangent of each element.
///
/// # Shape
/// Any, kept.
///
/// ```
/// use nn::{Forward, Tanh, Tensor};
/// assert_eq!(Tanh.forward(&Tensor::from([0.0, 1e4])).to_vec::<f32>(), [0.0, 1.0]);
/// ```
#[derive(Clone, Copy, Debug, Default, Module)]
pub struct Tanh;

impl Tanh {
    #[inline]
    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        Ok(x.tanh())
    }
}

layer!(Tanh, activation: TANH);
