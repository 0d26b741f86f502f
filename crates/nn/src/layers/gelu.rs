//! [`GELU`]: `x` times the normal distribution function.

use autograd::Tensor;

use super::{float_only, layer};
use crate::layer_error::LayerError;
use crate::module::Module;

/// The Gaussian error linear unit of each element: `x` times the share of a standard normal distribution below `x`.
///
/// # Shape
/// Any, kept.
///
/// ```
/// use nn::{Forward, GELU, Tensor};
/// assert_eq!(GELU::new().forward(&Tensor::from([0.0, 100.0])).to_vec::<f32>(), [0.0, 100.0]);
/// assert_eq!(GELU::tanh().to_string(), "GELU(approximate='tanh')");
/// ```
#[derive(Clone, Copy, Debug, Default, Module)]
#[module(extra_repr)]
pub struct GELU {
    tanh: bool,
}

impl GELU {
    /// The exact one.
    pub fn new() -> Self {
        Self::default()
    }

    /// The approximation by a hyperbolic tangent, which some trained models expect.
    pub fn tanh() -> Self {
        Self { tanh: true }
    }

    fn extra_repr(&self) -> String {
        format!("approximate='{}'", if self.tanh { "tanh" } else { "none" })
    }

    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        float_only(x)?;
        Ok(if self.tanh { x.gelu_tanh() } else { x.gelu() })
    }
}

layer!(GELU);
