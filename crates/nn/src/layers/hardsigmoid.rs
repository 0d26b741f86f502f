//! [`Hardsigmoid`]: a sigmoid of straight pieces.

use autograd::Tensor;

use super::{float_only, layer};
use crate::layer_error::LayerError;
use crate::module::Module;

/// `(x + 3) / 6` of each element, held within 0 and 1.
///
/// # Shape
/// Any, kept.
///
/// ```
/// use nn::{Forward, Hardsigmoid, Tensor};
/// assert_eq!(Hardsigmoid.forward(&Tensor::from([-4.0, 0.0])).to_vec::<f32>(), [0.0, 0.5]);
/// assert_eq!(Hardsigmoid.to_string(), "Hardsigmoid()");
/// ```
#[derive(Clone, Copy, Debug, Default, Module)]
pub struct Hardsigmoid;

impl Hardsigmoid {
    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        float_only(x)?;
        Ok(x.hardsigmoid())
    }
}

layer!(Hardsigmoid);
