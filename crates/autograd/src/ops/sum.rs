//! Sums.

use tensor_core::{IntoDims, Shape};

use crate::ops::kept_dims;
use crate::record::record;
use crate::tensor::Tensor;

impl Tensor {
    /// The sum of all elements; of bools, how many are true.
    ///
    /// Gradient: `grad`, expanded.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([[1.0, 2.0], [3.0, 4.0]]).sum().item(), 10.0);
    /// ```
    #[track_caller]
    pub fn sum(&self) -> Tensor {
        self.sum_over("Sum", &[], false)
    }

    /// The sum over `dims`, which stay with size 1 if `keepdim`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([[1.0, 2.0], [3.0, 4.0]]);
    /// assert_eq!(x.sum_dim(0, false).to_vec::<f32>(), [4.0, 6.0]);
    /// assert_eq!(x.sum_dim([0, 1], true).shape(), [1, 1]);
    /// ```
    ///
    /// # Panics
    /// If a dimension does not exist or is named twice.
    #[track_caller]
    pub fn sum_dim(&self, dims: impl IntoDims, keepdim: bool) -> Tensor {
        self.sum_over("SumBackward1", &dims.into_dims(), keepdim)
    }

    #[track_caller]
    fn sum_over(&self, name: &'static str, dims: &[isize], keepdim: bool) -> Tensor {
        let value = self.value().sum(dims, keepdim);
        let (from, kept) = (Shape::from(self.shape()), kept_dims(self.shape(), dims));
        record(name, value, [self], [], move |cx| {
            [Some(cx.grad.reshape_to(&kept).expand(&from))]
        })
    }

    /// The sum to `shape`, which broadcasts to this one: over its leading dimensions and where it has size 1. It
    /// undoes [`expand`](Tensor::expand).
    ///
    /// # Panics
    /// If `shape` does not broadcast to this one.
    #[track_caller]
    pub fn sum_to(&self, shape: &[usize]) -> Tensor {
        let from = Shape::from(self.shape());
        let value = self.value().sum_to(shape);
        record("SumTo", value, [self], [], move |cx| {
            [Some(cx.grad.expand(&from))]
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| x[0].sum());
        check(&[&[2, 3, 4]], |x| x[0].sum_dim([0, -1], false));
        check(&[&[2, 3, 4]], |x| x[0].sum_dim(1, true));
        check_second(&[&[2, 3]], |x| (&x[0] * &x[0]).sum_dim(0, false));
    }
}
