//! [`LeakyReLU`]: a rectifier with a slope below 0.

use autograd::Tensor;
use tensor_core::print::python_float;

use super::{float_only, layer};
use crate::layer_error::LayerError;
use crate::module::Module;

/// Each element `x` where positive, else `negative_slope * x`.
///
/// ```
/// use nn::{Forward, LeakyReLU, Tensor};
/// let layer = LeakyReLU::new(0.5);
/// assert_eq!(layer.forward(&Tensor::from([-2.0, 3.0])).to_vec::<f32>(), [-1.0, 3.0]);
/// assert_eq!(LeakyReLU::default().to_string(), "LeakyReLU(negative_slope=0.01)");
/// ```
#[derive(Clone, Copy, Debug, Module)]
#[module(extra_repr)]
pub struct LeakyReLU {
    negative_slope: f64,
}

impl LeakyReLU {
    /// With this slope below 0.
    pub fn new(negative_slope: f64) -> Self {
        Self { negative_slope }
    }

    fn extra_repr(&self) -> String {
        format!("negative_slope={}", python_float(self.negative_slope))
    }

    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        float_only(x, "LeakyReLU")?;
        Ok(x.leaky_relu(self.negative_slope))
    }
}

/// PyTorch's slope, 0.01.
impl Default for LeakyReLU {
    fn default() -> Self {
        Self::new(0.01)
    }
}

layer!(LeakyReLU);
