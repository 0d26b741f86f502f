//! Matrices as products of a permutation, a lower and an upper triangular one.

use tensor_core::{Array, DType, Error, OrRaise, scratch};

use super::lu_factor::lu_factor_ex;
use super::matrices::sizes;
use crate::tensor::Tensor;

/// The permutations `p`, the lower triangular `l` with ones on the diagonal and the upper triangular `u` with `a = p l u`, by
/// elimination with the largest pivot of each column: `torch.linalg.lu`.
///
/// Gradient: that of [`lu_factor_ex`].
///
/// ```
/// use autograd::{Tensor, linalg};
/// let a = Tensor::from([[1.0, 2.0], [4.0, 4.0]]);
/// let (p, l, u) = linalg::lu(&a);
/// assert_eq!(u.to_vec::<f32>(), [4.0, 4.0, 0.0, 1.0]);
/// assert_eq!(p.matmul(&l).matmul(&u).to_vec::<f32>(), a.to_vec::<f32>());
/// ```
///
/// # Panics
/// If there are fewer than two dimensions, or the elements are not floating point.
#[track_caller]
pub fn lu(a: &Tensor) -> (Tensor, Tensor, Tensor) {
    let (factors, pivots, _) = lu_factor_ex(a);
    lu_unpack(&factors, &pivots)
}

/// The three factors of [`lu`], of what [`lu_factor`](super::lu_factor) gives: `torch.lu_unpack`.
///
/// Gradient: to both triangles of `factors`.
///
/// ```
/// use autograd::{Tensor, linalg};
/// let a = Tensor::from([[1.0, 2.0], [4.0, 4.0]]);
/// let (factors, pivots) = linalg::lu_factor(&a);
/// let (p, l, _) = linalg::lu_unpack(&factors, &pivots);
/// assert_eq!(p.to_vec::<f32>(), [0.0, 1.0, 1.0, 0.0]);
/// assert_eq!(l.to_vec::<f32>(), [1.0, 0.0, 0.25, 1.0]);
/// ```
///
/// # Panics
/// If there are fewer than two dimensions, or `pivots` are not integers, as many as [`lu_factor`](super::lu_factor) gives, between 1 and the
/// number of rows.
#[track_caller]
#[must_use]
pub fn lu_unpack(factors: &Tensor, pivots: &Tensor) -> (Tensor, Tensor, Tensor) {
    let order = row_order("linalg::lu_unpack", factors, pivots).or_raise();
    let rows = factors.size(-2) as i64;
    let p = Tensor::arange(0, rows, 1).unsqueeze(-1).eq(order.unsqueeze(-2));
    let (l, u) = triangles(factors);
    (p.to_dtype(factors.dtype()), l, u)
}

/// The lower triangle with ones on the diagonal, and the upper one.
#[track_caller]
pub(super) fn triangles(factors: &Tensor) -> (Tensor, Tensor) {
    let rank = factors.size(-2).min(factors.size(-1));
    let one = Tensor::from(Array::eye(factors.size(-2), rank, factors.dtype()));
    let l = factors.narrow(-1, 0, rank).tril(-1).add(one);
    (l, factors.narrow(-2, 0, rank).triu(0))
}

/// The rows of matrices in another order: vectors of int64.
#[track_caller]
pub(super) fn ordered(x: &Tensor, order: &Tensor) -> Tensor {
    x.gather(-2, &order.unsqueeze(-1).expand(x.shape()))
}

/// Which row of the matrix each row of its factors was, after `pivots` exchanges of rows one after the other: vectors of int64.
#[track_caller]
pub(super) fn row_order(operation: &str, factors: &Tensor, pivots: &Tensor) -> Result<Tensor, Error> {
    let (batch, rows, columns) = sizes(operation, factors.shape())?;
    let rank = rows.min(columns);
    if !pivots.dtype().is_integer() || pivots.shape() != [batch, &[rank]].concat() {
        return Err(Error::argument(format!(
            "{operation}: pivots of shape {:?} of {} are not {rank} integers for each of the factors of shape {:?}",
            pivots.shape(),
            pivots.dtype(),
            factors.shape()
        )));
    }
    let pivots = pivots.to_dtype(DType::I64).to_vec::<i64>();
    let count = batch.iter().product::<usize>();
    let mut orders = scratch::collected(count * rows, std::iter::empty());
    for number in 0..count {
        let begin = orders.len();
        orders.extend(0..rows as i64);
        for (at, pivot) in pivots[number * rank..][..rank].iter().enumerate() {
            if *pivot < 1 || *pivot > rows as i64 {
                return Err(Error::argument(format!(
                    "{operation}: pivot {pivot} is none of the {rows} rows, which count from 1"
                )));
            }
            orders.swap(begin + at, begin + *pivot as usize - 1);
        }
    }
    Array::from_vec::<i64>(orders, &[batch, &[rows]].concat()[..]).map(Tensor::from)
}

#[cfg(test)]
mod tests {
    use super::{lu, lu_unpack};
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    fn both(x: &Tensor) -> Tensor {
        let (_, l, u) = lu(x);
        l.powi(2).sum() + u.powi(3).sum()
    }

    #[test]
    fn gradients() {
        check(&[&[2, 3, 3]], |x| both(&x[0]));
        check(&[&[4, 2]], |x| both(&x[0]));
        check(&[&[2, 4]], |x| both(&x[0]));
        check_second(&[&[2, 2]], |x| both(&x[0]));
        check_second(&[&[3, 2]], |x| both(&x[0]));
        check_second(&[&[2, 3]], |x| both(&x[0]));
    }

    #[test]
    fn columns_without_a_pivot_are_passed_over() {
        // torch.linalg.lu
        let (p, l, u) = lu(&Tensor::from([
            [0.0, 0.0, 2.0, 1.0],
            [0.0, 2.0, 4.0, 3.0],
            [0.0, 1.0, 0.0, 4.0],
        ]));
        assert_eq!(p.to_vec::<f32>(), Tensor::eye(3).to_vec::<f32>());
        assert_eq!(l.to_vec::<f32>(), [1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.5, 1.0]);
        let rows = [[0.0, 0.0, 2.0, 1.0], [0.0, 2.0, 4.0, 3.0], [0.0, 0.0, -2.0, 2.5]];
        assert_eq!(u.to_vec::<f32>(), rows.concat());
    }

    #[test]
    fn the_product_is_the_matrix() {
        for shape in [[4, 4], [5, 3], [3, 5]] {
            let a = Tensor::randn(shape);
            let (p, l, u) = lu(&a);
            assert!((p.matmul(&l).matmul(&u) - a).abs().max().item() < 1e-5);
        }
    }

    #[test]
    fn a_tall_matrix_of_lower_rank_has_factors() {
        // torch.linalg.lu
        let (_, l, u) = lu(&Tensor::from([[2.0, 4.0], [1.0, 2.0], [1.0, 2.0]]));
        assert_eq!(l.to_vec::<f32>(), [1.0, 0.0, 0.5, 1.0, 0.5, 0.0]);
        assert_eq!(u.to_vec::<f32>(), [2.0, 4.0, 0.0, 0.0]);
    }

    #[test]
    #[should_panic(expected = "linalg::lu_unpack: pivot 3 is none of the 2 rows, which count from 1")]
    fn a_pivot_that_is_no_row_is_refused() {
        let _ = lu_unpack(&Tensor::eye(2), &Tensor::from([3, 2]));
    }

    #[test]
    #[should_panic(
        expected = "linalg::lu_unpack: pivots of shape [2] of int64 are not 3 integers for each of the factors of shape [4, 3]"
    )]
    fn too_few_pivots_are_refused() {
        let _ = lu_unpack(&Tensor::ones([4, 3]), &Tensor::from([1, 2]));
    }
}
