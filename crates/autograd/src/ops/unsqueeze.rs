//! Dimensions of size 1, added and taken away.

use tensor_core::{IntoDims, Shape};

use crate::record::record;
use crate::tensor::Tensor;

impl Tensor {
    /// A dimension of size 1 before `dim`; -1 puts it last.
    ///
    /// Gradient: `grad`, in this shape.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::zeros([2, 3]).unsqueeze(-1).shape(), [2, 3, 1]);
    /// ```
    ///
    /// # Panics
    /// If there is no such place.
    #[track_caller]
    pub fn unsqueeze(&self, dim: isize) -> Tensor {
        let from = Shape::from(self.shape());
        record("Unsqueeze", self.value().unsqueeze(dim), [self], [], move |cx| {
            [Some(cx.grad.reshape_to(&from))]
        })
    }

    /// Without the dimensions of size 1.
    ///
    /// Gradient: `grad`, in this shape.
    #[track_caller]
    pub fn squeeze(&self) -> Tensor {
        let from = Shape::from(self.shape());
        record("Squeeze", self.value().squeeze(), [self], [], move |cx| {
            [Some(cx.grad.reshape_to(&from))]
        })
    }

    /// Without those of `dims` that have size 1.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::zeros([1, 3, 1]).squeeze_dim(0).shape(), [3, 1]);
    /// ```
    ///
    /// # Panics
    /// If one does not exist.
    #[track_caller]
    pub fn squeeze_dim(&self, dims: impl IntoDims) -> Tensor {
        let from = Shape::from(self.shape());
        let value = self.value().squeeze_dims(&dims.into_dims());
        record("SqueezeBackward1", value, [self], [], move |cx| {
            [Some(cx.grad.reshape_to(&from))]
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::check;

    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| x[0].unsqueeze(1));
        check(&[&[1, 3, 1]], |x| x[0].squeeze());
        check(&[&[1, 3, 1]], |x| x[0].squeeze_dim([0, 1]));
    }
}
