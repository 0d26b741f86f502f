//! [`LeakyReLU`]: a rectifier with a slope below 0.

use autograd::Tensor;
use options_derive::Options;

use super::{float_only, layer};
use crate::layer_error::LayerError;
use crate::module::Module;

/// Each element `x` where positive, else `negative_slope * x`.
///
/// # Shape
/// Any, kept.
///
/// ```
/// use nn::{Forward, LeakyReLU, Tensor};
/// let layer = LeakyReLU::new().negative_slope(0.5);
/// assert_eq!(layer.forward(&Tensor::from([-2.0, 3.0])).to_vec::<f32>(), [-1.0, 3.0]);
/// assert_eq!(LeakyReLU::new().to_string(), "LeakyReLU(negative_slope=0.01)");
/// ```
#[derive(Clone, Copy, Debug, Module, Options)]
#[module(extra_repr)]
#[options(repr)]
pub struct LeakyReLU {
    /// The slope below 0.
    #[option(default = 0.01)]
    negative_slope: f64,
}

impl LeakyReLU {
    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        float_only(x)?;
        Ok(x.leaky_relu(self.negative_slope))
    }
}

layer!(LeakyReLU);
