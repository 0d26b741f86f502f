//! [`Flatten`]: several dimensions as one.

use autograd::Tensor;
use options_derive::Options;
use tensor_core::flatten_shape;

use super::layer;
use crate::layer_error::LayerError;
use crate::module::Module;

/// Makes one dimension of several: by default of all but the first, as between images and a [`Linear`](crate::Linear).
///
/// # Shape
/// `[N, C, H, W]` to `[N, C * H * W]`, or any other whose dimensions from `start_dim` to `end_dim` exist.
///
/// ```
/// use nn::{Flatten, Forward, Tensor};
/// assert_eq!(Flatten::new().forward(&Tensor::zeros([10, 3, 4])).shape(), [10, 12]);
/// assert_eq!(Flatten::new().start_dim(0).end_dim(1).forward(&Tensor::zeros([10, 3, 4])).shape(), [30, 4]);
/// ```
#[derive(Clone, Copy, Debug, Module, Options)]
#[module(extra_repr)]
#[options(repr)]
pub struct Flatten {
    /// The first dimension to be joined; negative ones count from the end.
    #[option(default = 1)]
    start_dim: isize,
    /// The last dimension to be joined; negative ones count from the end.
    #[option(default = -1)]
    end_dim: isize,
}

impl Flatten {
    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        flatten_shape(x.shape(), self.start_dim, self.end_dim)?;
        Ok(x.flatten(self.start_dim, self.end_dim))
    }
}

layer!(Flatten);
