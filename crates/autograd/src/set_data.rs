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

    /// Gives a leaf the elements of `data` with their element type, where [`set_data`](Tensor::set_data) converts them. If
    /// the type is another one, the gradient is forgotten.
    ///
    /// ```
    /// use autograd::{DType, Tensor};
    /// let w = Tensor::zeros(2).requires_grad_(true);
    /// w.assign_data(Tensor::ones(2).to_dtype(DType::F64));
    /// assert_eq!((w.dtype(), w.requires_grad()), (DType::F64, true));
    /// ```
    ///
    /// # Panics
    /// If this is not a leaf, the shapes differ, or a leaf that requires a gradient would become one of integers.
    #[track_caller]
    pub fn assign_data(&self, data: impl Into<Tensor>) {
        let data = data.into();
        let dtype = data.dtype();
        if let Repr::Leaf(leaf) = &self.0
            && same(data.shape(), self.shape())
            && dtype != self.dtype()
        {
            if self.requires_grad() && !dtype.is_float() {
                Error::dtype(format!(
                    "assign_data: a tensor that requires a gradient cannot take elements of type {dtype}"
                ))
                .raise();
            }
            leaf.set_grad(None);
            leaf.set_dtype(dtype);
        }
        self.set_data(data);
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
