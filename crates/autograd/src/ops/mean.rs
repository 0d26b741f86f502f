//! Means.

use tensor_core::{IntoDims, Shape};

use crate::ops::kept_dims;
use crate::record::record;
use crate::tensor::Tensor;

impl Tensor {
    /// The mean of all elements.
    ///
    /// Gradient: `grad / n`, expanded.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([1.0, 2.0, 6.0]).mean().item(), 3.0);
    /// ```
    ///
    /// # Panics
    /// If the elements are not floating point.
    #[track_caller]
    pub fn mean(&self) -> Tensor {
        self.mean_over("Mean", &[], false)
    }

    /// The mean over `dims`, which stay with size 1 if `keepdim`.
    ///
    /// # Panics
    /// If a dimension does not exist or is named twice, or the elements are not floating point.
    #[track_caller]
    pub fn mean_dim(&self, dims: impl IntoDims, keepdim: bool) -> Tensor {
        self.mean_over("MeanBackward1", &dims.into_dims(), keepdim)
    }

    #[track_caller]
    fn mean_over(&self, name: &'static str, dims: &[isize], keepdim: bool) -> Tensor {
        let value = self.value().mean(dims, keepdim);
        let (from, kept) = (Shape::from(self.shape()), kept_dims(self.shape(), dims));
        let count = from.numel() as f64 / kept.numel() as f64;
        record(name, value, [self], [], move |cx| {
            [Some(cx.grad.reshape_to(&kept).div(count).expand(&from))]
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| x[0].mean());
        check(&[&[2, 3, 4]], |x| x[0].mean_dim([0, -1], true));
        check_second(&[&[2, 3]], |x| x[0].square().mean_dim(1, false));
    }
}
