//! [`ELU`]: a rectifier that is exponential below 0.

use autograd::Tensor;
use tensor_core::print::python_float;

use super::{float_only, layer};
use crate::layer_error::LayerError;
use crate::module::Module;

/// Each element `x` where positive, else `alpha (e^x - 1)`.
///
/// ```
/// use nn::{ELU, Forward, Tensor};
/// assert_eq!(ELU::new(2.0).forward(&Tensor::from([-1e4, 3.0])).to_vec::<f32>(), [-2.0, 3.0]);
/// assert_eq!(ELU::default().to_string(), "ELU(alpha=1.0)");
/// ```
#[derive(Clone, Copy, Debug, Module)]
#[module(extra_repr)]
pub struct ELU {
    alpha: f64,
}

impl ELU {
    /// With the limit `-alpha`.
    pub fn new(alpha: f64) -> Self {
        Self { alpha }
    }

    fn extra_repr(&self) -> String {
        format!("alpha={}", python_float(self.alpha))
    }

    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        float_only(x, "ELU")?;
        Ok(x.elu(self.alpha))
    }
}

/// PyTorch's alpha, 1.
impl Default for ELU {
    fn default() -> Self {
        Self::new(1.0)
    }
}

layer!(ELU);
