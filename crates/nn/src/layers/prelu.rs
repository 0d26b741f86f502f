//! [`PReLU`]: a rectifier whose slope below 0 is learnt.

use autograd::{Error, Tensor};

use super::{float_only, layer, other_dtype};
use crate::layer_error::LayerError;
use crate::module::Module;
use crate::parameter::Parameter;

/// Each element `x` where positive, else `weight x`; the weight is learnt, one for all or one for each channel. After He
/// and others, "Delving deep into rectifiers" (2015). Let weight decay spare it.
///
/// # Shape
/// `[N, C, ..]`, kept; with one weight any.
///
/// ```
/// use nn::{Forward, PReLU, Tensor};
/// let layer = PReLU::new();
/// assert_eq!(layer.forward(&Tensor::from([-2.0, 3.0])).to_vec::<f32>(), [-0.5, 3.0]);
/// assert_eq!(PReLU::per_channel(2).to_string(), "PReLU(num_parameters=2)");
/// ```
#[derive(Module)]
#[module(extra_repr)]
pub struct PReLU {
    /// The slopes below 0.
    pub weight: Parameter,
}

impl Default for PReLU {
    fn default() -> Self {
        Self::new()
    }
}

impl PReLU {
    /// A layer with one weight, which begins with 0.25.
    pub fn new() -> Self {
        Self::per_channel(1)
    }

    /// A layer with a weight for each of `num_parameters` channels, which begin with 0.25.
    pub fn per_channel(num_parameters: usize) -> Self {
        Self::beginning_with(num_parameters, 0.25)
    }

    /// A layer with a weight for each of `num_parameters` channels, which begin with `init`.
    pub fn beginning_with(num_parameters: usize, init: f64) -> Self {
        let weight = Parameter::new(Tensor::full(num_parameters, init));
        Self { weight }
    }

    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        float_only(x)?;
        if x.dtype() != self.weight.dtype() {
            return Err(other_dtype(x, &self.weight));
        }
        let count = self.weight.numel();
        let channels = x.shape().get(1).copied().unwrap_or(1);
        if count != 1 && count != channels {
            return Err(match x.rank() {
                0 | 1 => Error::shape(format!(
                    "input has shape {:?}, and must have {count} channels, which are dimension 1",
                    x.shape()
                ))
                .into(),
                _ => LayerError::size(x, 1, count),
            });
        }
        Ok(x.prelu(&self.weight))
    }

    fn extra_repr(&self) -> String {
        format!("num_parameters={}", self.weight.numel())
    }
}

layer!(PReLU);
