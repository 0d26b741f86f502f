//! [`SELU`]: a rectifier by which deep networks keep mean and variance.

use autograd::Tensor;

use super::{float_only, layer};
use crate::layer_error::LayerError;
use crate::module::Module;

/// Each element `scale x` where positive, else `scale alpha (e^x - 1)`, with `scale` 1.0507 and `alpha` 1.6733: mean 0 and
/// variance 1 go through unchanged. After Klambauer and others, "Self-normalizing neural networks" (2017).
///
/// # Shape
/// Any, kept.
///
/// ```
/// use nn::{Forward, SELU, Tensor};
/// assert_eq!(SELU.forward(&Tensor::from([-1e4, 0.0])).to_vec::<f32>(), [-1.758_099_3, 0.0]);
/// assert_eq!(SELU.to_string(), "SELU()");
/// ```
#[derive(Clone, Copy, Debug, Default, Module)]
pub struct SELU;

impl SELU {
    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        float_only(x)?;
        Ok(x.selu())
    }
}

layer!(SELU);
