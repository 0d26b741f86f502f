//! [`Softplus`]: a smooth rectifier.

use autograd::{Scalar, Tensor};
use options_derive::Options;

use super::{float_only, layer};
use crate::layer_error::LayerError;
use crate::module::Module;

/// `ln(1 + e^(beta x)) / beta` of each element `x`, and `x` itself where `beta x > threshold`.
///
/// # Shape
/// Any, kept.
///
/// ```
/// use nn::{Forward, Softplus, Tensor};
/// assert_eq!(Softplus::new().forward(&Tensor::from([-1e4, 1e4])).to_vec::<f32>(), [0.0, 1e4]);
/// assert_eq!(Softplus::new().to_string(), "Softplus(beta=1.0, threshold=20.0)");
/// ```
#[derive(Clone, Copy, Debug, Module, Options)]
#[module(extra_repr)]
#[options(repr)]
pub struct Softplus {
    /// How sharp the bend at 0 is.
    #[option(default = Scalar::Float(1.0), from = Scalar)]
    beta: Scalar,
    /// From where on the curve is a straight line.
    #[option(default = Scalar::Float(20.0), from = Scalar)]
    threshold: Scalar,
}

impl Softplus {
    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        float_only(x)?;
        Ok(x.softplus_with(self.beta.to_f64(), self.threshold.to_f64()))
    }
}

layer!(Softplus);
