//! [`Flatten`]: several dimensions as one.

use autograd::Tensor;
use tensor_core::flatten_shape;

use super::layer;
use crate::layer_error::LayerError;
use crate::module::Module;

/// Makes one dimension of several: by default of all but the first, as between images and a [`Linear`](crate::Linear).
///
/// ```
/// use nn::{Flatten, Forward, Tensor};
/// assert_eq!(Flatten::new().forward(&Tensor::zeros([10, 3, 4])).shape(), [10, 12]);
/// assert_eq!(Flatten::new().start_dim(0).end_dim(1).forward(&Tensor::zeros([10, 3, 4])).shape(), [30, 4]);
/// ```
#[derive(Clone, Copy, Debug, Module)]
#[module(extra_repr)]
pub struct Flatten {
    start_dim: isize,
    end_dim: isize,
}

impl Flatten {
    /// From the second dimension to the last.
    pub fn new() -> Self {
        Self {
            start_dim: 1,
            end_dim: -1,
        }
    }

    /// The first dimension to be joined; negative ones count from the end.
    #[must_use]
    pub fn start_dim(mut self, dim: isize) -> Self {
        self.start_dim = dim;
        self
    }

    /// The last dimension to be joined; negative ones count from the end.
    #[must_use]
    pub fn end_dim(mut self, dim: isize) -> Self {
        self.end_dim = dim;
        self
    }

    fn extra_repr(&self) -> String {
        format!("start_dim={}, end_dim={}", self.start_dim, self.end_dim)
    }

    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        flatten_shape(x.shape(), self.start_dim, self.end_dim)?;
        Ok(x.flatten(self.start_dim, self.end_dim))
    }
}

impl Default for Flatten {
    fn default() -> Self {
        Self::new()
    }
}

layer!(Flatten);
