//! [`ELU`]: a rectifier that is exponential below 0.

use autograd::Tensor;
use options_derive::Options;

use super::{float_only, layer};
use crate::layer_error::LayerError;
use crate::module::Module;

/// Each element `x` where positive, else `alpha (e^x - 1)`. After Clevert and others, "Fast and accurate deep network
/// learning by exponential linear units" (2015).
///
/// # Shape
/// Any, kept.
///
/// ```
/// use nn::{ELU, Forward, Tensor};
/// assert_eq!(ELU::new().alpha(2.0).forward(&Tensor::from([-1e4, 3.0])).to_vec::<f32>(), [-2.0, 3.0]);
/// assert_eq!(ELU::new().to_string(), "ELU(alpha=1.0)");
/// ```
#[derive(Clone, Copy, Debug, Module, Options)]
#[module(extra_repr)]
#[options(repr)]
pub struct ELU {
    /// The limit far below 0 is `-alpha`.
    #[option(default = 1.0)]
    alpha: f64,
}

impl ELU {
    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        float_only(x)?;
        Ok(x.elu(self.alpha))
    }
}

layer!(ELU);
