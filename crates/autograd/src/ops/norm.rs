//! Norms.

use smallvec::SmallVec;
use tensor_core::functions::{Eq, Ne};
use tensor_core::{Array, DType, IntoDims, OrRaise, float_dtype};

use crate::ops::kept_dims;
use crate::ops::max::shares;
use crate::record::{Context, Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// The `p`-norm of all elements, `(Σ |x|^p)^(1/p)`. For `p` 0 it counts those that are not 0; for infinity it is
    /// the largest `|x|`, for minus infinity the smallest.
    ///
    /// Gradient: `grad * sign(x) (|x| / norm)^(p - 1)`, 0 where the norm is 0; none for `p` 0; for infinities `grad * sign(x)`, shared
    /// evenly by the elements that attain it.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([3.0, -4.0]);
    /// assert_eq!((x.norm(2).item(), x.norm(1).item(), x.norm(f64::INFINITY).item()), (5.0, 7.0, 4.0));
    /// ```
    ///
    /// # Panics
    /// If the elements are not floating point, or `p` is infinite and there are none.
    #[track_caller]
    pub fn norm(&self, p: impl Into<f64>) -> Tensor {
        self.norm_dim(p, [], false)
    }

    /// The `p`-norm over `dims` (none named means all of them), which stay with size 1 if `keepdim`: see
    /// [`norm`](Tensor::norm).
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([[3.0, 4.0], [0.0, 2.0]]);
    /// assert_eq!(x.norm_dim(2, 1, false).to_vec::<f32>(), [5.0, 2.0]);
    /// ```
    ///
    /// # Panics
    /// As `norm`, and if a dimension does not exist or is named twice.
    #[track_caller]
    pub fn norm_dim(&self, p: impl Into<f64>, dims: impl IntoDims, keepdim: bool) -> Tensor {
        float_dtype("norm", self.dtype()).or_raise();
        let (p, dims) = (p.into(), dims.into_dims());
        if matches!(self.dtype(), DType::F16 | DType::BF16) {
            // Powers of these would overflow.
            let single = self.to_dtype(DType::F32);
            return single.norm_dim(p, &dims[..], keepdim).to_dtype(self.dtype());
        }
        let value = norm(&self.value(), p, &dims, keepdim);
        record(
            "LinalgVectorNorm",
            value,
            [self],
            [Save::Input(0), Save::Result],
            move |cx| {
                // A count does not change where it can be differentiated: PyTorch sends nothing.
                [(p != 0.0).then(|| norm_backward(&cx, p, &dims))]
            },
        )
    }
}

#[track_caller]
fn norm(x: &Array, p: f64, dims: &SmallVec<[isize; 4]>, keepdim: bool) -> Array {
    match p {
        0.0 => Ne::of(x, 0).to_dtype(x.dtype()).sum(dims, keepdim),
        1.0 => x.abs().sum(dims, keepdim),
        2.0 => x.square().sum(dims, keepdim).sqrt(),
        f64::INFINITY => x.abs().amax(dims, keepdim),
        f64::NEG_INFINITY => x.abs().amin(dims, keepdim),
        _ => {
            let powers = Tensor::from(x.abs()).powf(p);
            let sum = Tensor::from(powers.value().sum(dims, keepdim));
            sum.powf(1.0 / p).to_array()
        }
    }
}

fn norm_backward(cx: &Context<'_, 2>, p: f64, dims: &[isize]) -> Tensor {
    let [x, result] = cx.saved();
    let kept = kept_dims(x.shape(), dims);
    let grad = cx.grad.reshape(&kept);
    if p == 1.0 {
        return x.sign().mul(&grad);
    }
    let norm = result.reshape(&kept);
    // Where the norm is 0, so are the elements and the gradient: division by infinity.
    let divisor = || norm.eq(0).where_(f64::INFINITY, &norm);
    if p == 2.0 {
        return x.mul(grad.div(divisor()));
    }
    if p.is_infinite() {
        let attained = Eq::of(&x.value().abs(), &*norm.value());
        let shares = shares(&attained, dims, x.dtype());
        // Beside not-a-number none attains the norm, and as in PyTorch nothing flows.
        return x.sign().mul(grad.mul(shares.isnan().where_(0, &shares)));
    }
    // Where an element is 0, its sign is, whatever the power.
    let powers = x.sign().mul(x.eq(0).where_(1, x.abs()).powf(p - 1.0));
    let scale = if p < 1.0 {
        grad.mul(norm.powf(1.0 - p))
    } else {
        grad.div(divisor().powf(p - 1.0))
    };
    powers.mul(scale)
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    const POWERS: [f64; 8] = [0.0, 0.5, 1.0, 1.5, 2.0, 3.5, f64::INFINITY, f64::NEG_INFINITY];

    #[test]
    fn gradients() {
        for p in POWERS {
            check(&[&[2, 3]], |x| x[0].norm(p));
            check(&[&[2, 3, 4]], |x| x[0].norm_dim(p, [0, -1], true));
            check(&[&[4, 3]], |x| x[0].norm_dim(p, 0, false));
        }
    }

    #[test]
    fn second_derivatives() {
        for p in POWERS {
            check_second(&[&[2, 3]], |x| x[0].square().norm_dim(p, 1, false));
        }
    }

    #[test]
    fn the_gradient_of_a_norm_of_zero_is_zero() {
        for p in POWERS.into_iter().filter(|p| *p != 0.0) {
            let x = Tensor::zeros(3).requires_grad_(true);
            x.norm(p).backward();
            assert_eq!(x.grad().unwrap().to_vec::<f32>(), [0.0; 3], "{p}");
        }
    }

    #[test]
    fn a_count_has_no_gradient() {
        let x = Tensor::from([0.0, 2.0]).requires_grad_(true);
        x.norm(0).backward();
        assert!(x.grad().is_none());
    }

    #[test]
    fn a_zero_beside_others_has_no_gradient() {
        for p in [0.5, 1.5, 3.5] {
            let x = Tensor::from([0.0, -1.0]).requires_grad_(true);
            x.norm(p).backward();
            assert_eq!(x.grad().unwrap().to_vec::<f32>(), [0.0, -1.0], "{p}");
        }
    }

    #[test]
    #[should_panic(expected = "norm is for floating-point numbers, not int64")]
    fn integers_are_refused() {
        Tensor::from([3, 4]).norm(2);
    }

    #[test]
    fn beside_not_a_number_an_infinite_norm_has_no_slope() {
        for p in [f64::INFINITY, f64::NEG_INFINITY] {
            let x = Tensor::from([1.0, f64::NAN, -3.0]).requires_grad_(true);
            x.norm(p).backward();
            assert_eq!(x.grad().unwrap().to_vec::<f32>(), [0.0; 3], "{p}");
        }
        let x = Tensor::from([1.0, f64::NEG_INFINITY, -3.0, f64::INFINITY]).requires_grad_(true);
        x.norm(f64::INFINITY).backward();
        assert_eq!(x.grad().unwrap().to_vec::<f32>(), [0.0, -0.5, 0.0, 0.5]);
    }
}
