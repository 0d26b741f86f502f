//! Symmetric positive definite matrices as products of a lower triangular one and its transpose.

use tensor_core::{Array, OrRaise};

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
    let matrices = Matrices::square("linalg::cholesky", a).or_raise();
    let value = matrices.cholesky().or_raise();
    record("LinalgCholeskyEx", value, [a], [Save::Result], |cx| {
        let [l] = cx.saved();
        let upper = t(l);
        let inner = symmetric_from_lower(&upper.matmul(&cx.grad));
        // From the left by l^-T, from the right by l^-1.
        let left = solve_triangular(&upper, &inner, Triangle::Upper);
        [Some(
            t(&solve_triangular(&upper, &t(&left), Triangle::Upper)).div(2),
        )]
    })
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
    use super::{cholesky, cholesky_inverse, cholesky_solve};
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
}
