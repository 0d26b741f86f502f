//! [`CELU`]: a rectifier that is exponential below 0, and smooth for every `alpha`.

use autograd::Tensor;
use options_derive::Options;

use super::{float_only, layer};
use crate::layer_error::LayerError;
use crate::module::Module;

/// Each element `x` where positive, else `alpha (e^(x / alpha) - 1)`. After Barron, "Continuously differentiable
/// exponential linear units" (2017).
///
/// # Shape
/// Any, kept.
///
/// ```
/// use nn::{Forward, CELU, Tensor};
/// assert_eq!(CELU::new().forward(&Tensor::from([-1e4, 3.0])).to_vec::<f32>(), [-1.0, 3.0]);
/// assert_eq!(CELU::new().to_string(), "CELU(alpha=1.0)");
/// ```
#[derive(Clone, Copy, Debug, Module, Options)]
#[module(extra_repr)]
#[options(repr)]
pub struct CELU {
    /// The limit far below 0 is `-alpha`; it must not be 0.
    #[option(default = 1.0, limit = ("a number other than 0", |alpha: f64| alpha != 0.0))]
    alpha: f64,
}

impl CELU {
    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        float_only(x)?;
        Ok(x.celu(self.alpha))
    }
}

layer!(CELU);
