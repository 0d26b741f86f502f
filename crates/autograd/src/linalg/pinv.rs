//! Pseudo-inverses and what they tell.

use tensor_core::{Array, OrRaise};

use super::matrices::Matrices;
use super::{columns_times, svd, svdvals, t};
use crate::mode::NoGrad;
use crate::record::{Save, record};
use crate::tensor::Tensor;

/// The Moore-Penrose inverses of the matrices: `torch.linalg.pinv`. Singular values of at most `rtol` times the largest count
/// as 0; the default is the machine epsilon of the element type times the larger size.
///
/// Gradient: PyTorch's, for matrices whose rank does not change.
///
/// ```
/// use autograd::{Tensor, linalg};
/// let inverse = linalg::pinv(&Tensor::from([[2.0, 0.0], [0.0, 0.0], [0.0, 0.0]]), None);
/// assert!((inverse - Tensor::from([[0.5, 0.0, 0.0], [0.0, 0.0, 0.0]])).abs().max().item() < 1e-6);
/// ```
///
/// # Panics
/// As [`svd`].
#[track_caller]
pub fn pinv(a: &Tensor, rtol: impl Into<Option<f64>>) -> Tensor {
    let rtol = rtol.into();
    Matrices::of("linalg::pinv", a).or_raise();
    let value = {
        let _off = NoGrad::new();
        let (u, s, vh) = svd(a);
        let counts = counted(&s, a, rtol);
        let inverse = counts.where_(s.reciprocal(), 0);
        columns_times(&t(&vh), &inverse).matmul(t(&u)).to_array()
    };
    record("LinalgPinv", value, [a], [Save::Input(0), Save::Result], |cx| {
        let [a, inverse] = cx.saved();
        [Some(gradient(a, inverse, &t(&cx.grad)))]
    })
}

#[track_caller]
fn gradient(a: &Tensor, inverse: &Tensor, grad: &Tensor) -> Tensor {
    if a.size(-2) <= a.size(-1) {
        let k = grad.matmul(inverse);
        let outer = k.matmul(t(inverse));
        let within = outer
            .sub(t(&inverse.matmul(&k)))
            .sub(a.matmul(inverse).matmul(&outer));
        within.add(t(inverse).matmul(inverse).matmul(grad.sub(k.matmul(a))))
    } else {
        let k = inverse.matmul(grad);
        let outer = t(inverse).matmul(&k);
        let within = outer
            .sub(t(&k.matmul(inverse)))
            .sub(outer.matmul(inverse).matmul(a));
        within.add(grad.sub(a.matmul(&k)).matmul(inverse).matmul(t(inverse)))
    }
}

/// Which singular values are more than what rounding makes of 0.
#[track_caller]
fn counted(s: &Tensor, a: &Tensor, rtol: Option<f64>) -> Tensor {
    let larger = a.size(-2).max(a.size(-1)) as f64;
    let rtol = rtol.unwrap_or_else(|| a.dtype().finfo().map_or(f64::EPSILON, |info| info.eps) * larger);
    if s.is_empty() {
        return s.gt(0);
    }
    s.gt(s.amax(-1, true).mul(rtol))
}

/// The ranks of the matrices (int64): how many singular values count, as in [`pinv`]. `torch.linalg.matrix_rank`.
///
/// ```
/// use autograd::{Tensor, linalg};
/// assert_eq!(linalg::matrix_rank(&Tensor::ones([3, 3]), None).item(), 1.0);
/// ```
///
/// # Panics
/// As [`svd`].
#[track_caller]
pub fn matrix_rank(a: &Tensor, rtol: impl Into<Option<f64>>) -> Tensor {
    let matrices = Matrices::of("linalg::matrix_rank", a).or_raise();
    if matrices.is_empty() {
        return Array::zeros(&matrices.batch[..], crate::DType::I64).into();
    }
    let a = a.detach();
    counted(&svdvals(&a), &a, rtol.into()).count_nonzero(-1)
}

/// The `x` of the least norm among those that make `a x - b` least: the solution of `torch.linalg.lstsq`. `b` holds
/// matrices, or is a vector.
///
/// Gradient: that of the pseudo-inverse's product with `b`.
///
/// ```
/// use autograd::{Tensor, linalg};
/// let a = Tensor::from([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]]);
/// let line = linalg::lstsq(&a, &Tensor::from([1.0, 3.0, 5.0]));
/// assert!((line - Tensor::from([1.0, 2.0])).abs().max().item() < 1e-5);
/// ```
///
/// # Panics
/// As [`svd`], and if the shapes do not fit.
#[track_caller]
pub fn lstsq(a: &Tensor, b: &Tensor) -> Tensor {
    pinv(a, None).matmul(b)
}

#[cfg(test)]
mod tests {
    use super::{lstsq, pinv};
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3, 3]], |x| pinv(&x[0], None));
        check(&[&[4, 2]], |x| pinv(&x[0], None));
        check(&[&[2, 4]], |x| pinv(&x[0], 1e-9));
        check(&[&[4, 2], &[4]], |x| lstsq(&x[0], &x[1]));
        check_second(&[&[3, 2]], |x| pinv(&x[0], None));
    }
}
