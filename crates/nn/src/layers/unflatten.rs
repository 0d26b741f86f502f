//! [`Unflatten`]: one dimension as several.

use autograd::{Error, Tensor};
use options_derive::Options;
use tensor_core::dimension;

use super::layer;
use crate::layer_error::LayerError;
use crate::module::Module;

/// Makes several dimensions of one: what [`Flatten`](crate::Flatten) undoes. One of the sizes may be -1, and is what is
/// left.
///
/// # Shape
/// `[.., n, ..]` to `[.., unflattened_size.., ..]`.
///
/// ```
/// use nn::{Forward, Tensor, Unflatten};
/// let layer = Unflatten::new(1, [2, 3]);
/// assert_eq!(layer.forward(&Tensor::zeros([10, 6])).shape(), [10, 2, 3]);
/// assert_eq!(layer.to_string(), "Unflatten(dim=1, unflattened_size=(2, 3))");
/// ```
#[derive(Clone, Debug, Module, Options)]
#[module(extra_repr)]
#[options(repr)]
pub struct Unflatten {
    /// The dimension that becomes several; negative ones count from the end.
    dim: isize,
    /// The sizes that it becomes.
    #[option(from = Vec<isize>)]
    unflattened_size: Vec<isize>,
}

impl Unflatten {
    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        let size = x
            .shape()
            .get(dimension(self.dim, x.rank())?)
            .copied()
            .unwrap_or(1);
        let known: usize = self
            .unflattened_size
            .iter()
            .filter(|size| **size >= 0)
            .fold(1, |known, size| size.unsigned_abs().saturating_mul(known));
        let unknown = self.unflattened_size.iter().filter(|size| **size == -1).count();
        let fits = if unknown > 0 {
            unknown == 1 && known > 0 && size.is_multiple_of(known)
        } else {
            known == size
        };
        if !fits || x.rank() == 0 || self.unflattened_size.iter().any(|size| *size < -1) {
            return Err(Error::shape(format!(
                "input has shape {:?}, whose dimension {} cannot become {:?}",
                x.shape(),
                self.dim,
                self.unflattened_size
            ))
            .into());
        }
        Ok(x.unflatten(self.dim, &self.unflattened_size[..]))
    }
}

layer!(Unflatten);
