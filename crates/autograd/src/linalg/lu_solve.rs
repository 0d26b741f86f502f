//! Systems of equations whose matrices are triangular factors.

use tensor_core::OrRaise;

use super::lu::{ordered, row_order};
use super::solve::with_one_batch;
use super::{Triangle, solve_triangular, t};
use crate::tensor::Tensor;

/// The solutions of `a x = b`, given the `factors` and `pivots` of [`lu_factor`](super::lu_factor); of `x a = b` if not `left`, and
/// with the transposed of `a` if `adjoint`: `torch.linalg.lu_solve`, whose defaults are `true` and `false`. `b` holds matrices;
/// leading dimensions are broadcast.
///
/// Gradient: that of [`solve_triangular`], twice.
///
/// ```
/// use autograd::{Tensor, linalg};
/// let (factors, pivots) = linalg::lu_factor(&Tensor::from([[0.0, 2.0], [4.0, 0.0]]));
/// let b = Tensor::from([[2.0], [8.0]]);
/// let x = linalg::lu_solve(&factors, &pivots, &b, true, false);
/// assert_eq!(x.to_vec::<f32>(), [2.0, 1.0]);
/// let x = linalg::lu_solve(&factors, &pivots, &b, true, true);
/// assert_eq!(x.to_vec::<f32>(), [4.0, 0.5]);
/// ```
///
/// # Panics
/// If the factors are not square, the shapes do not fit, the pivots are not integers between 1 and the number of rows, or the elements
/// are not floating point.
#[track_caller]
#[must_use]
pub fn lu_solve(factors: &Tensor, pivots: &Tensor, b: &Tensor, left: bool, adjoint: bool) -> Tensor {
    if !left {
        return t(&lu_solve(factors, pivots, &t(b), true, !adjoint));
    }
    let order = row_order("linalg::lu_solve", factors, pivots).or_raise();
    let (factors, b) = with_one_batch("linalg::lu_solve", factors, b).or_raise();
    let order = order.expand(&b.shape()[..b.rank() - 1]);
    match adjoint {
        false => {
            let half = solve_triangular(&factors, &ordered(&b, &order), Triangle::UnitLower);
            solve_triangular(&factors, &half, Triangle::Upper)
        }
        true => {
            let half = solve_triangular(&t(&factors), &b, Triangle::Lower);
            let x = solve_triangular(&t(&factors), &half, Triangle::UnitUpper);
            ordered(&x, &order.argsort(-1, false))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::lu_solve;
    use crate::gradcheck::{check, check_second};
    use crate::linalg::{lu_factor, solve};
    use crate::{DType, Tensor};

    const SIDES: [[bool; 2]; 4] = [[true, false], [true, true], [false, false], [false, true]];

    /// Away from singular ones, with rows that are exchanged.
    fn regular(x: &Tensor) -> Tensor {
        (x + Tensor::eye(3).to_dtype(x.dtype()) * 3.0).roll(1, 0)
    }

    #[test]
    fn gradients() {
        for [left, adjoint] in SIDES {
            let solved = |x: &[Tensor]| {
                let (factors, pivots) = lu_factor(&regular(&x[0]));
                lu_solve(&factors, &pivots, &x[1], left, adjoint)
            };
            check(&[&[3, 3], &[2, 3, 3]], solved);
            check_second(&[&[3, 3], &[3, 3]], solved);
        }
    }

    #[test]
    fn it_solves_as_solve_does() {
        let (a, b) = (
            Tensor::randn([2, 1, 3, 3]).double(),
            Tensor::randn([4, 3, 3]).double(),
        );
        let (factors, pivots) = lu_factor(&a);
        for [left, adjoint] in SIDES {
            let x = lu_solve(&factors, &pivots, &b, left, adjoint);
            let a = if adjoint { a.transpose(-2, -1) } else { a.clone() };
            let expected = match left {
                true => solve(&a, &b),
                false => solve(&a.transpose(-2, -1), &b.transpose(-2, -1)).transpose(-2, -1),
            };
            assert!(x.allclose(&expected), "{left} {adjoint}");
        }
        assert_eq!(pivots.dtype(), DType::I32);
    }

    #[test]
    #[should_panic(
        expected = "linalg::lu_solve: 2 by 2 equations of float32 have no right side of 3 by 1 of float32"
    )]
    fn another_number_of_rows_is_refused() {
        let (factors, pivots) = lu_factor(&Tensor::eye(2));
        let _ = lu_solve(&factors, &pivots, &Tensor::ones([3, 1]), true, false);
    }
}
