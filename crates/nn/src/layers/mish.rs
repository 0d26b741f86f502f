//! [`Mish`]: a smooth rectifier that dips below 0.

use autograd::Tensor;

use super::{float_only, layer};
use crate::layer_error::LayerError;
use crate::module::Module;

/// `x tanh(ln(1 + e^x))` of each element. After Misra, "Mish: a self regularized non-monotonic activation function"
/// (2019).
///
/// # Shape
/// Any, kept.
///
/// ```
/// use nn::{Forward, Mish, Tensor};
/// assert_eq!(Mish.forward(&Tensor::from([0.0, 1e4])).to_vec::<f32>(), [0.0, 1e4]);
/// assert_eq!(Mish.to_string(), "Mish()");
/// ```
#[derive(Clone, Copy, Debug, Default, Module)]
pub struct Mish;

impl Mish {
    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        float_only(x)?;
        Ok(x.mish())
    }
}

layer!(Mish);
