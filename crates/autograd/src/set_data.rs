//! Updates of leaves in place.

use tensor_core::{Array, Error, same};

use crate::tensor::{Repr, Tensor};

impl Tensor {
    /// Gives a leaf new elements, of its shape and converted to its element type; its gradient and its handles stay.
    /// What was recorded with the old elements keeps them.
    ///
    /// # Panics
    /// If this is not a leaf, or the shapes differ.
    #[track_caller]
    pub fn set_data(&self, data: impl Into<Tensor>) {
        let data = data.into();
        if !same(data.shape(), self.shape()) {
            Error::shape(format!(
                "set_data: a tensor of shape {:?} cannot take elements of shape {:?}",
                self.shape(),
                data.shape()
            ))
            .raise();
        }
        let array = data.value().to_dtype(self.dtype()).contiguous();
        self.update(|value, _| *value = array);
    }

    /// Runs `f` on the elements of a leaf, to be updated in place, and its gradient. If somebody else holds the
    /// elements, as a recorded operation may, writing to them copies them first.
    ///
    /// The leaf is locked meanwhile: `f` must not use this tensor.
    ///
    /// # Panics
    /// If this is not a leaf, `f` uses this tensor, or it puts elements of another shape or type into their place, which
    /// become zeros then.
    #[track_caller]
    #[inline]
    pub fn update<R>(&self, f: impl FnOnce(&mut Array, Option<&Tensor>) -> R) -> R {
        match &self.0 {
            Repr::Leaf(leaf) => leaf.update(f),
            _ => {
                Error::graph("only a leaf, a tensor that was made to require a gradient, is updated in place")
                    .raise()
            }
        }
    }
}
