//! The logarithm of a sum of exponentials.

use tensor_core::functions::{Add, Lt, Sub};
use tensor_core::{Array, IntoDims, OrRaise, Shape, reduced_shape, where_};

use crate::ops::kept_dims;
use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// `ln(sum(e^x))` over `dims` (none named means all of them), without overflow; the dimensions stay with size 1 if
    /// `keepdim`.
    ///
    /// Gradient: `grad * e^(x - result)`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([[1000.0, -1000.0], [f64::NEG_INFINITY, f64::NEG_INFINITY]]);
    /// assert_eq!(x.logsumexp(1, false).to_vec::<f32>(), [1000.0, f32::NEG_INFINITY]);
    /// ```
    ///
    /// # Panics
    /// If a dimension does not exist or is named twice.
    #[track_caller]
    pub fn logsumexp(&self, dims: impl IntoDims, keepdim: bool) -> Tensor {
        let dims = dims.into_dims();
        let kept = kept_dims(self.shape(), &dims);
        let shape = if keepdim {
            kept.clone()
        } else {
            reduced_shape(self.shape(), &dims, false).or_raise()
        };
        let value = log_sum_exp(&self.value(), &dims, &kept).reshape(&shape);
        let save = [Save::Input(0), Save::Result];
        record("Logsumexp", value, [self], save, move |cx| {
            let [x, result] = cx.saved();
            let weights = x.sub(result.reshape(&kept)).exp();
            [Some(cx.grad.reshape(&kept).mul(weights))]
        })
    }
}

/// `ln(sum(e^x))`, with the dimensions kept.
#[track_caller]
fn log_sum_exp(x: &Array, dims: &[isize], kept: &Shape) -> Array {
    if x.numel() == 0 {
        return Array::full(kept, f64::NEG_INFINITY, x.dtype().to_float());
    }
    let x = x.to_dtype(x.dtype().to_float());
    // The largest is taken out, so that no exponential overflows; but an infinite one would leave infinity less
    // infinity.
    let largest = x.amax(dims, true);
    let finite = Lt::of(&largest.abs(), f64::INFINITY);
    let shift = where_(&finite, &largest, 0.0);
    let sum = Sub::of(&x, &shift).exp().sum(dims, true);
    Add::of(&sum.log(), &shift)
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| x[0].logsumexp(1, false));
        check(&[&[2, 3, 4]], |x| x[0].logsumexp([0, -1], true));
        check_second(&[&[2, 3]], |x| x[0].logsumexp(0, false));
    }

    #[test]
    fn all_dimensions_are_meant_by_none() {
        let empty: [isize; 0] = [];
        let y = Tensor::zeros([2, 2]).logsumexp(empty, false);
        assert_eq!((y.rank(), y.to_vec::<f32>()), (0, vec![4_f32.ln()]));
    }
}
