//! Symmetric positive definite matrices as products of a lower triangular one and its transpose.

use tensor_core::{Array, OrRaise};

use super::info::Info;
use super::matrices::Matrices;
use super::{Triangle, solve_triangular, symmetric_from_lower, t};
use crate::record::{Save, record};
use crate::tensor::Tensor;

/// The lower triangular matrices `l` with `a = l l^T`, of symmetric positive definite matrices, of which the lower triangle
/// is read: `torch.linalg.cholesky`.
///
/// Gradient: `l^-T Φ(l^T grad) l^-1 / 2`, where `Φ` makes the lower triangle symmetric.
///
/// ```
/// use autograd::{Tensor, linalg};
/// let l = linalg::cholesky(&Tensor::from([[4.0, 2.0], [2.0, 5.0]]));
/// assert_eq!(l.to_vec::<f32>(), [2.0, 0.0, 1.0, 2.0]);
/// ```
///
/// # Panics
/// If the matrices are not square, one is not positive definite, or the elements are not floating point.
#[track_caller]
pub fn cholesky(a: &Tensor) -> Tensor {
    let (l, info) = factors("linalg::cholesky", a);
    info.all_positive().or_raise();
    l
}

/// [`cholesky`], and of each matrix the order of the first leading minor that is not positive, or 0, as int32:
/// `torch.linalg.cholesky_ex`. Of a matrix that is not positive definite `l` has the rows and columns before that minor, and zeros
/// behind.
///
/// Gradient: that of [`cholesky`], and not a number for a matrix that is not positive definite.
///
/// ```
/// use autograd::{Tensor, linalg};
/// let (l, info) = linalg::cholesky_ex(&Tensor::from([[4.0, 2.0], [2.0, 1.0]]));
/// assert_eq!(info.item(), 2.0);
/// assert_eq!(l.to_vec::<f32>(), [2.0, 0.0, 0.0, 0.0]);
/// ```
///
/// # Panics
/// If the matrices are not square, or the elements are not floating point.
#[track_caller]
pub fn cholesky_ex(a: &Tensor) -> (Tensor, Tensor) {
    let (l, info) = factors("linalg::cholesky_ex", a);
    (l, info.tensor())
}

#[track_caller]
fn factors(operation: &'static str, a: &Tensor) -> (Tensor, Info) {
    let matrices = Matrices::square(operation, a).or_raise();
    let (value, info) = matrices.cholesky();
    let l = record("LinalgCholeskyEx", value, [a], [Save::Result], |cx| {
        let [l] = cx.saved();
        let upper = t(l);
        let inner = symmetric_from_lower(&upper.matmul(&cx.grad));
        // From the left by l^-T, from the right by l^-1.
        let left = solve_triangular(&upper, &inner, Triangle::Upper);
        [Some(
            t(&solve_triangular(&upper, &t(&left), Triangle::Upper)).div(2),
        )]
    });
    (l, Info::new(matrices, info))
}

/// The solutions of `a x = b`, given the lower triangular `l` of [`cholesky`]: `torch.cholesky_solve`.
///
/// ```
/// use autograd::{Tensor, linalg};
/// let l = linalg::cholesky(&Tensor::from([[4.0, 0.0], [0.0, 9.0]]));
/// let x = linalg::cholesky_solve(&Tensor::from([[8.0], [9.0]]), &l);
/// assert_eq!(x.to_vec::<f32>(), [2.0, 1.0]);
/// ```
///
/// # Panics
/// As [`solve_triangular`].
#[track_caller]
pub fn cholesky_solve(b: &Tensor, l: &Tensor) -> Tensor {
    let half = solve_triangular(l, b, Triangle::Lower);
    solve_triangular(&t(l), &half, Triangle::Upper)
}

/// The inverses of matrices, given the lower triangular `l` of [`cholesky`]: `torch.cholesky_inverse`.
///
/// # Panics
/// As [`solve_triangular`].
#[track_caller]
pub fn cholesky_inverse(l: &Tensor) -> Tensor {
    let one = Tensor::from(Array::eye(l.size(-1), l.size(-1), l.dtype()));
    cholesky_solve(&one.expand(l.shape()), l)
}

#[cfg(test)]
mod tests {
    use super::{cholesky, cholesky_ex, cholesky_inverse, cholesky_solve};
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    fn definite(x: &Tensor) -> Tensor {
        x.matmul(x.transpose(-2, -1)) + Tensor::eye(x.size(-2)).to_dtype(x.dtype())
    }

    #[test]
    fn gradients() {
        check(&[&[2, 3, 3]], |x| cholesky(&definite(&x[0])));
        check(&[&[3, 3], &[3, 2]], |x| {
            cholesky_solve(&x[1], &cholesky(&definite(&x[0])))
        });
        check(&[&[2, 2]], |x| cholesky_inverse(&cholesky(&definite(&x[0]))));
        check_second(&[&[2, 2]], |x| cholesky(&definite(&x[0])));
    }

    #[test]
    #[should_panic(expected = "linalg::cholesky: matrix 1 of the batch of 1 by 1 is not positive definite")]
    fn what_is_not_positive_definite_is_refused() {
        cholesky(&Tensor::from([[[1.0]], [[-1.0]]]));
    }

    #[test]
    fn the_first_minor_that_is_not_positive_is_named() {
        // torch.linalg.cholesky_ex
        let a = Tensor::from([
            [[4.0, 0.0, 0.0], [2.0, 2.0, 0.0], [0.0, 1.0, 1.0]],
            [[-1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
            [[1.0, 0.0, 0.0], [0.0, f32::NAN, 0.0], [0.0, 0.0, 1.0]],
            [[9.0, 0.0, 0.0], [0.0, 1.0, 0.0], [3.0, 0.0, 2.0]],
        ]);
        let (l, info) = cholesky_ex(&a);
        assert_eq!(info.to_vec::<i32>(), [3, 1, 2, 0]);
        assert_eq!(
            l.get(0).to_vec::<f32>(),
            [2.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0]
        );
        assert!(l.get(3).equal(&cholesky(&a.get(3))));
        let a = a.requires_grad_(true);
        cholesky_ex(&a).0.get(3).sum().backward();
        assert!(a.grad().unwrap().get(3).isfinite().all().item() != 0.0);
    }
}
