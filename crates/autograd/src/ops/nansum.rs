//! Sums and means of what are numbers.

use tensor_core::functions::Eq;
use tensor_core::{Array, DType, IntoDims, OrRaise, float_dtype, where_};

use crate::ops::kept_dims;
use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// The sum of all elements that are numbers.
    ///
    /// Gradient: `grad`, 0 for those that are not.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([1.0, f64::NAN, 2.0]).nansum().item(), 3.0);
    /// ```
    #[track_caller]
    pub fn nansum(&self) -> Tensor {
        self.nansum_dim([], false)
    }

    /// The sum over `dims` (none named means all of them), which stay with size 1 if `keepdim`, of the elements that are
    /// numbers: see [`nansum`](Tensor::nansum).
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([[1.0, f64::NAN], [3.0, 4.0]]);
    /// assert_eq!(x.nansum_dim(1, false).to_vec::<f32>(), [1.0, 7.0]);
    /// ```
    ///
    /// # Panics
    /// If a dimension does not exist or is named twice.
    #[track_caller]
    pub fn nansum_dim(&self, dims: impl IntoDims, keepdim: bool) -> Tensor {
        let dims = dims.into_dims();
        if !self.dtype().is_float() {
            return self.sum_dim(&dims[..], keepdim);
        }
        let numbers = numbers(self);
        let zero = Array::zeros((), self.dtype());
        let value = where_(&numbers, &*self.value(), &zero).sum(&dims, keepdim);
        let kept = kept_dims(self.shape(), &dims);
        record("Nansum", value, [self], [Save::Value(&numbers)], move |cx| {
            let [numbers] = cx.saved();
            // A product, as PyTorch's: the mean of no number has no gradient that is one.
            [Some(
                cx.grad.reshape(&kept).mul(numbers.to_dtype(cx.grad.dtype())),
            )]
        })
    }

    /// The mean of all elements that are numbers; not a number, if none is.
    ///
    /// Gradient: `grad` divided by how many they are, 0 for those that are not.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([1.0, f64::NAN, 2.0]).nanmean().item(), 1.5);
    /// ```
    ///
    /// # Panics
    /// If the elements are not floating point.
    #[track_caller]
    pub fn nanmean(&self) -> Tensor {
        self.nanmean_dim([], false)
    }

    /// The mean over `dims` (none named means all of them), which stay with size 1 if `keepdim`, of the elements that are
    /// numbers: see [`nanmean`](Tensor::nanmean).
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([[1.0, f64::NAN], [3.0, 4.0]]);
    /// assert_eq!(x.nanmean_dim(1, false).to_vec::<f32>(), [1.0, 3.5]);
    /// ```
    ///
    /// # Panics
    /// If the elements are not floating point, or a dimension does not exist or is named twice.
    #[track_caller]
    pub fn nanmean_dim(&self, dims: impl IntoDims, keepdim: bool) -> Tensor {
        float_dtype("nanmean", self.dtype()).or_raise();
        let dims = dims.into_dims();
        let count = numbers(self).sum(&dims, keepdim).to_dtype(self.dtype());
        self.nansum_dim(&dims[..], keepdim).div(Tensor::from(count))
    }

    /// The variance, as [`var_dim`](Tensor::var_dim), and the mean over `dims`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let (var, mean) = Tensor::from([1.0, 2.0, 3.0]).var_mean([], 1, false);
    /// assert_eq!((var.item(), mean.item()), (1.0, 2.0));
    /// ```
    ///
    /// # Panics
    /// As `var_dim`.
    #[track_caller]
    pub fn var_mean(
        &self,
        dims: impl IntoDims,
        correction: impl Into<f64>,
        keepdim: bool,
    ) -> (Tensor, Tensor) {
        let dims = dims.into_dims();
        (
            self.var_dim(&dims[..], correction, keepdim),
            self.mean_in_double(&dims, keepdim),
        )
    }

    /// The standard deviation, as [`std_dim`](Tensor::std_dim), and the mean over `dims`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let (std, mean) = Tensor::from([1.0, 3.0, 5.0]).std_mean(0, 1, false);
    /// assert_eq!((std.item(), mean.item()), (2.0, 3.0));
    /// ```
    ///
    /// # Panics
    /// As `std_dim`.
    #[track_caller]
    pub fn std_mean(
        &self,
        dims: impl IntoDims,
        correction: impl Into<f64>,
        keepdim: bool,
    ) -> (Tensor, Tensor) {
        let dims = dims.into_dims();
        (
            self.std_dim(&dims[..], correction, keepdim),
            self.mean_in_double(&dims, keepdim),
        )
    }

    /// The mean beside a variance, which PyTorch rounds once, unlike the mean alone.
    #[track_caller]
    fn mean_in_double(&self, dims: &[isize], keepdim: bool) -> Tensor {
        let mean = self.to_dtype(DType::F64).mean_dim(dims, keepdim);
        mean.to_dtype(self.dtype())
    }
}

/// Where the elements are numbers.
#[track_caller]
fn numbers(x: &Tensor) -> Array {
    let x = x.value();
    Eq::of(&*x, &*x)
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[3, 4]], |x| x[0].nansum_dim(1, false));
        check(&[&[3, 4]], |x| x[0].nanmean_dim([0, -1], true));
        check(&[&[3, 4]], |x| {
            let (var, mean) = x[0].var_mean(0, 0, false);
            var * mean
        });
        check_second(&[&[3, 4]], |x| x[0].square().nanmean());
    }

    #[test]
    fn a_mean_beside_a_variance_is_rounded_once() {
        // torch.std_mean; torch.mean gives infinity.
        let x = Tensor::from([3e38, 3e38, 0.0]).requires_grad_(true);
        let (_, mean) = x.std_mean([], 1, false);
        mean.backward();
        assert_eq!(mean.to_vec::<f32>(), [2e38]);
        assert_eq!(x.grad().unwrap().to_vec::<f32>(), [1.0 / 3.0; 3]);
    }

    #[test]
    fn what_is_not_a_number_has_no_gradient() {
        let x = Tensor::from([1.0, f64::NAN, 2.0]).requires_grad_(true);
        x.nanmean().backward();
        assert_eq!(x.grad().unwrap().to_vec::<f32>(), [0.5, 0.0, 0.5]);
        assert!(Tensor::from([f64::NAN]).nanmean().item().is_nan());
    }
}
