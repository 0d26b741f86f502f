//! [`Hardtanh`] and [`ReLU6`]: straight lines between two bounds.

use autograd::{DType, Error, Tensor};
use options_derive::Options;

use super::layer;
use crate::layer_error::LayerError;
use crate::module::Module;

/// Each element held within `min_val` and `max_val`.
///
/// # Shape
/// Any, kept.
///
/// ```
/// use nn::{Forward, Hardtanh, Tensor};
/// assert_eq!(Hardtanh::new().forward(&Tensor::from([-2.0, 0.5])).to_vec::<f32>(), [-1.0, 0.5]);
/// assert_eq!(Hardtanh::new().to_string(), "Hardtanh(min_val=-1.0, max_val=1.0)");
/// ```
#[derive(Clone, Copy, Debug, Module, Options)]
#[module(extra_repr)]
#[options(repr)]
pub struct Hardtanh {
    /// The lower bound.
    #[option(default = -1.0)]
    min_val: f64,
    /// The upper bound.
    #[option(default = 1.0)]
    max_val: f64,
}

impl Hardtanh {
    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        if x.dtype() == DType::Bool {
            return Err(Error::dtype("input is bool, and must be numbers").into());
        }
        if self.min_val > self.max_val {
            let (min, max) = (self.min_val, self.max_val);
            return Err(Error::argument(format!(
                "min_val is {min}, and must not be above max_val, which is {max}"
            ))
            .into());
        }
        Ok(x.hardtanh(self.min_val, self.max_val))
    }
}

layer!(Hardtanh);

/// Each element held within 0 and 6.
///
/// # Shape
/// Any, kept.
///
/// ```
/// use nn::{Forward, ReLU6, Tensor};
/// assert_eq!(ReLU6.forward(&Tensor::from([-2.0, 0.5, 7.0])).to_vec::<f32>(), [0.0, 0.5, 6.0]);
/// assert_eq!(ReLU6.to_string(), "ReLU6()");
/// ```
#[derive(Clone, Copy, Debug, Default, Module)]
pub struct ReLU6;

impl ReLU6 {
    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        if x.dtype() == DType::Bool {
            return Err(Error::dtype("input is bool, and must be numbers").into());
        }
        Ok(x.relu6())
    }
}

layer!(ReLU6);
