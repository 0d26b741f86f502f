//! [`SiLU`]: `x sigmoid(x)`.

use autograd::Tensor;

use super::{float_only, layer};
use crate::layer_error::LayerError;
use crate::module::Module;

/// `x sigmoid(x)` of each element, also called swish.
///
/// # Shape
/// Any, kept.
///
/// ```
/// use nn::{Forward, SiLU, Tensor};
/// assert_eq!(SiLU.forward(&Tensor::from([0.0, 100.0])).to_vec::<f32>(), [0.0, 100.0]);
/// ```
#[derive(Clone, Copy, Debug, Default, Module)]
pub struct SiLU;

impl SiLU {
    #[inline]
    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        float_only(x)?;
        Ok(x.silu())
    }
}

layer!(SiLU);
