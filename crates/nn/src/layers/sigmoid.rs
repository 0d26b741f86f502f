//! [`Sigmoid`]: `1 / (1 + e^-x)`.

use autograd::Tensor;

use super::layer;
use crate::layer_error::LayerError;
use crate::module::Module;

/// The logistic function `1 / (1 + e^-x)` of each element.
///
/// # Shape
/// Any, kept.
///
/// ```
/// use nn::{Forward, Sigmoid, Tensor};
/// assert_eq!(Sigmoid.forward(&Tensor::from([0.0, -1e4])).to_vec::<f32>(), [0.5, 0.0]);
/// ```
#[derive(Clone, Copy, Debug, Default, Module)]
pub struct Sigmoid;

impl Sigmoid {
    #[inline]
    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        Ok(x.sigmoid())
    }
}

layer!(Sigmoid, activation: SIGMOID);
