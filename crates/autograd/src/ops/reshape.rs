//! The same elements under another shape.

use tensor_core::{IntoReshape, OrRaise, Shape, flatten_shape, reshape_shape};

use crate::record::record;
use crate::tensor::Tensor;

impl Tensor {
    /// The same elements in row-major order under another shape, of which one size may be -1: without a copy where
    /// strides can say it.
    ///
    /// Gradient: `grad`, in this shape.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::zeros([2, 6]).reshape([4, -1]).shape(), [4, 3]);
    /// ```
    ///
    /// # Panics
    /// If the shape does not hold as many elements.
    #[track_caller]
    pub fn reshape(&self, shape: impl IntoReshape) -> Tensor {
        let shape = reshape_shape(self.shape(), &shape.into_reshape()).or_raise();
        self.reshape_to(&shape)
    }

    /// [`reshape`](Tensor::reshape) to a shape of as many elements.
    #[track_caller]
    pub(crate) fn reshape_to(&self, shape: &Shape) -> Tensor {
        let (from, value) = (Shape::from(self.shape()), self.value().reshape(shape));
        // What strides cannot say is a copy, which PyTorch calls so.
        let is_view = value.shares_storage(&self.value());
        let name = if is_view { "View" } else { "UnsafeView" };
        record(name, value, [self], [], move |cx| {
            [Some(cx.grad.reshape_to(&from))]
        })
    }

    /// As [`reshape`](Tensor::reshape), but never a copy.
    ///
    /// # Panics
    /// If the shape does not hold as many elements, or strides cannot say it.
    #[track_caller]
    pub fn view(&self, shape: impl IntoReshape) -> Tensor {
        let value = self.value().view(shape).or_raise();
        let from = Shape::from(self.shape());
        record("View", value, [self], [], move |cx| {
            [Some(cx.grad.reshape_to(&from))]
        })
    }

    /// Dimensions `start` to `end`, both included, as one: `flatten(1, -1)` keeps the batch. A 0-d tensor becomes a
    /// vector.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::zeros([2, 3, 4]).flatten(1, -1).shape(), [2, 12]);
    /// ```
    ///
    /// # Panics
    /// If one does not exist, or `start` comes after `end`.
    #[track_caller]
    pub fn flatten(&self, start: isize, end: isize) -> Tensor {
        let shape = flatten_shape(self.shape(), start, end).or_raise();
        self.reshape_to(&shape)
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::check;

    #[test]
    fn gradients() {
        check(&[&[2, 6]], |x| x[0].reshape([3, 4]));
        check(&[&[2, 6]], |x| x[0].t().reshape([3, -1]));
        check(&[&[2, 3]], |x| x[0].view(6));
        check(&[&[2, 3, 2]], |x| x[0].flatten(1, -1));
    }
}
