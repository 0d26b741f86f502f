//! [`Hardswish`]: `SiLU` without an exponential.

use autograd::Tensor;

use super::{float_only, layer};
use crate::layer_error::LayerError;
use crate::module::Module;

/// `x (x + 3) / 6` of each element, where `x + 3` is held within 0 and 6. After Howard and others, "Searching for
/// MobileNetV3" (2019).
///
/// # Shape
/// Any, kept.
///
/// ```
/// use nn::{Forward, Hardswish, Tensor};
/// assert_eq!(Hardswish.forward(&Tensor::from([-4.0, 3.0])).to_vec::<f32>(), [-0.0, 3.0]);
/// assert_eq!(Hardswish.to_string(), "Hardswish()");
/// ```
#[derive(Clone, Copy, Debug, Default, Module)]
pub struct Hardswish;

impl Hardswish {
    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        float_only(x)?;
        Ok(x.hardswish())
    }
}

layer!(Hardswish);
