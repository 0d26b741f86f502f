//! [`Softmax`] and [`LogSoftmax`]: scores become probabilities.

use autograd::Tensor;
use tensor_core::dimension;

use super::{float_only, layer};
use crate::layer_error::LayerError;
use crate::module::Module;

/// Probabilities along a dimension: `e^x / sum(e^x)`.
///
/// For training, give the scores themselves to [`cross_entropy`](crate::cross_entropy()).
///
/// ```
/// use nn::{Forward, Softmax, Tensor};
/// let probabilities = Softmax::new(1).forward(&Tensor::from([[0.0, 0.0]]));
/// assert_eq!(probabilities.to_vec::<f32>(), [0.5, 0.5]);
/// ```
#[derive(Clone, Copy, Debug, Module)]
#[module(extra_repr)]
pub struct Softmax {
    dim: isize,
}

impl Softmax {
    /// Along this dimension; negative ones count from the end.
    pub fn new(dim: isize) -> Self {
        Self { dim }
    }

    fn extra_repr(&self) -> String {
        format!("dim={}", self.dim)
    }

    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        float_only(x, "Softmax")?;
        dimension(self.dim, x.rank())?;
        Ok(x.softmax(self.dim))
    }
}

layer!(Softmax);

/// The logarithms of probabilities along a dimension, exact where a probability vanishes.
///
/// ```
/// use nn::{Forward, LogSoftmax, Tensor};
/// let logarithms = LogSoftmax::new(-1).forward(&Tensor::from([0.0, -1000.0]));
/// assert_eq!(logarithms.to_vec::<f32>(), [0.0, -1000.0]);
/// ```
#[derive(Clone, Copy, Debug, Module)]
#[module(extra_repr)]
pub struct LogSoftmax {
    dim: isize,
}

impl LogSoftmax {
    /// Along this dimension; negative ones count from the end.
    pub fn new(dim: isize) -> Self {
        Self { dim }
    }

    fn extra_repr(&self) -> String {
        format!("dim={}", self.dim)
    }

    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        float_only(x, "LogSoftmax")?;
        dimension(self.dim, x.rank())?;
        Ok(x.log_softmax(self.dim))
    }
}

layer!(LogSoftmax);
