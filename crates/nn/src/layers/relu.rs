//! [`ReLU`]: `max(x, 0)`.

use autograd::{DType, Error, Tensor};

use super::layer;
use crate::layer_error::LayerError;
use crate::module::Module;

/// The rectified linear unit, `max(x, 0)`, of each element.
///
/// # Shape
/// Any, kept.
///
/// ```
/// use nn::{Forward, ReLU, Tensor};
/// assert_eq!(ReLU.forward(&Tensor::from([-1.0, 2.0])).to_vec::<f32>(), [0.0, 2.0]);
/// assert_eq!(ReLU.to_string(), "ReLU()");
/// ```
#[derive(Clone, Copy, Debug, Default, Module)]
pub struct ReLU;

impl ReLU {
    #[inline]
    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        if x.dtype() == DType::Bool {
            return Err(no_numbers());
        }
        Ok(x.relu())
    }
}

#[cold]
fn no_numbers() -> LayerError {
    LayerError::from(Error::dtype("input is bool, and relu is of numbers"))
}

layer!(ReLU, activation: RELU);
