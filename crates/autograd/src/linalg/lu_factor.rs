//! Triangular factors of matrices, in one matrix.

use std::iter::empty;

use tensor_core::{Array, OrRaise, scratch};

use super::elimination::Factors;
use super::info::Info;
use super::lu::{ordered, row_order, triangles};
use super::matrices::{Matrices, number, push};
use super::{Triangle, solve_triangular, t};
use crate::record::{Save, record};
use crate::tensor::Tensor;

/// The factors of [`lu`](super::lu) in one matrix, `l` without its diagonal of ones below and `u` above, and the pivots as int32: row
/// `i` was exchanged with row `pivots[i]`, both counted from 1, one after the other. `torch.linalg.lu_factor`.
/// [`lu_solve`](super::lu_solve) and [`lu_unpack`](super::lu_unpack) take them.
///
/// Gradient: that of [`lu_factor_ex`].
///
/// ```
/// use autograd::{Tensor, linalg};
/// let a = Tensor::from([[1.0, 2.0], [4.0, 4.0]]);
/// let (factors, pivots) = linalg::lu_factor(&a);
/// assert_eq!(factors.to_vec::<f32>(), [4.0, 4.0, 0.25, 1.0]);
/// assert_eq!(pivots.to_vec::<i32>(), [2, 2]);
/// ```
///
/// # Panics
/// If there are fewer than two dimensions, a pivot is zero, which [`lu_factor_ex`] allows, or the elements are not floating point.
#[track_caller]
pub fn lu_factor(a: &Tensor) -> (Tensor, Tensor) {
    let (factors, pivots, info) = factored("linalg::lu_factor", a);
    info.all_regular().or_raise();
    (factors, pivots)
}

/// [`lu_factor`], and of each matrix the number of the first pivot that is zero, or 0, as int32: `torch.linalg.lu_factor_ex`. A column
/// without a pivot is passed over.
///
/// Gradient: `p l^-T (tril(l^T grad_l - grad_u' u'^T, -1) + triu(grad_u u^T - l'^T grad_l')) u^-T`, where `l` and `u` are square and
/// `l'` and `u'` are the rows and columns that a matrix has more; `p grad_l' u^-T` of those rows, `p l^-T grad_u'` of those columns.
///
/// ```
/// use autograd::{Tensor, linalg};
/// let (factors, _, info) = linalg::lu_factor_ex(&Tensor::from([[2.0, 4.0], [1.0, 2.0]]));
/// assert_eq!(factors.to_vec::<f32>(), [2.0, 4.0, 0.5, 0.0]);
/// assert_eq!(info.item(), 2.0);
/// ```
///
/// # Panics
/// If there are fewer than two dimensions, or the elements are not floating point.
#[track_caller]
pub fn lu_factor_ex(a: &Tensor) -> (Tensor, Tensor, Tensor) {
    let (factors, pivots, info) = factored("linalg::lu_factor_ex", a);
    (factors, pivots, info.tensor())
}

#[track_caller]
fn factored(operation: &'static str, a: &Tensor) -> (Tensor, Tensor, Info) {
    let matrices = Matrices::of(operation, a).or_raise();
    let (value, pivots, info) = values(&matrices);
    let save = [Save::Result, Save::Value(&pivots)];
    let factors = record("LinalgLuFactorEx", value, [a], save, |cx| {
        let [factors, pivots] = cx.saved();
        let order = row_order("linalg::lu_factor", factors, pivots).or_raise();
        [Some(ordered(
            &gradient(factors, &cx.grad),
            &order.argsort(-1, false),
        ))]
    });
    (factors, pivots.into(), Info::new(matrices, info))
}

/// The factors, the pivots and which of them is zero.
#[track_caller]
fn values(matrices: &Matrices) -> (Array, Array, Vec<i32>) {
    let (rows, columns, count) = (matrices.rows, matrices.columns, matrices.count());
    let mut elements = scratch::collected(count * rows * columns, empty());
    let mut pivots = scratch::collected(count * matrices.rank(), empty());
    let mut info = scratch::collected(count, empty());
    for a in matrices.filled() {
        let found = Factors::of(a);
        push(found.packed(), &mut elements);
        pivots.extend(found.exchanges().into_iter().map(number));
        info.push(found.zero_pivot().map_or(0, number));
    }
    info.resize(count, 0);
    let shape = [&matrices.batch[..], &[matrices.rank()]].concat();
    let pivots = Array::from_vec::<i32>(pivots, &shape[..]).or_raise();
    (matrices.array(elements, &[rows, columns]), pivots, info)
}

/// The gradient of matrices whose rows are in order.
#[track_caller]
fn gradient(factors: &Tensor, grad: &Tensor) -> Tensor {
    let (rows, columns) = (factors.size(-2), factors.size(-1));
    let rank = rows.min(columns);
    let rows_in = |x: &Tensor| (x.narrow(-2, 0, rank), x.narrow(-2, rank as isize, rows - rank));
    let columns_in = |x: &Tensor| (x.narrow(-1, 0, rank), x.narrow(-1, rank as isize, columns - rank));
    let (l, u) = triangles(factors);
    let ((l, below), (u, right)) = (rows_in(&l), columns_in(&u));
    let (of_square, of_right) = columns_in(&grad.narrow(-2, 0, rank));
    let (_, of_below) = rows_in(&grad.narrow(-1, 0, rank));
    let of_l = t(&l).matmul(&of_square).sub(of_right.matmul(t(&right)));
    let of_u = of_square.matmul(t(&u)).sub(t(&below).matmul(&of_below));
    let inner = of_l.tril(-1).add(of_u.triu(0));
    let upper = t(&l);
    let left = solve_triangular(&upper, &inner, Triangle::UnitUpper);
    let left = Tensor::cat(&[&left, &of_below], -2);
    // From the right by u^-T.
    let left = t(&solve_triangular(&u, &t(&left), Triangle::Upper));
    if columns == rank {
        return left;
    }
    let right = solve_triangular(&upper, &of_right, Triangle::UnitUpper);
    Tensor::cat(&[&left, &right], -1)
}

#[cfg(test)]
mod tests {
    use super::{lu_factor, lu_factor_ex};
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        for shape in [[3, 3], [4, 2], [2, 4]] {
            check(&[&shape], |x| lu_factor(&x[0]).0);
            check_second(&[&shape], |x| lu_factor(&x[0]).0);
        }
        check(&[&[2, 1, 3, 2]], |x| lu_factor(&x[0]).0);
    }

    #[test]
    fn rows_are_exchanged_one_after_the_other() {
        // torch.linalg.lu_factor
        let a = Tensor::from([
            [1.0, 2.0, 0.0],
            [2.0, 0.0, 1.0],
            [4.0, 4.0, 4.0],
            [8.0, 8.0, 16.0],
        ]);
        let (factors, pivots) = lu_factor(&a);
        assert_eq!(pivots.to_vec::<i32>(), [4, 2, 3]);
        let rows = [
            [8.0, 8.0, 16.0],
            [0.25, -2.0, -3.0],
            [0.5, 0.0, -4.0],
            [0.125, -0.5, 0.875],
        ];
        assert_eq!(factors.to_vec::<f32>(), rows.concat());
    }

    #[test]
    fn the_first_pivot_that_is_zero_is_named() {
        // torch.linalg.lu_factor_ex
        let a = Tensor::from([
            [[1.0, 2.0], [2.0, 4.0]],
            [[0.0, 1.0], [0.0, 2.0]],
            [[3.0, 0.0], [0.0, 1.0]],
        ]);
        let (factors, pivots, info) = lu_factor_ex(&a);
        assert_eq!(info.to_vec::<i32>(), [2, 1, 0]);
        assert_eq!(pivots.to_vec::<i32>(), [2, 2, 1, 2, 1, 2]);
        assert_eq!(factors.get(0).to_vec::<f32>(), [2.0, 4.0, 0.5, 0.0]);
        assert_eq!(lu_factor_ex(&Tensor::zeros([2, 0, 3])).2.to_vec::<i32>(), [0, 0]);
    }

    #[test]
    #[should_panic(expected = "linalg::lu_factor: the matrix of 2 by 2 is singular: pivot 2 is zero")]
    fn a_pivot_that_is_zero_is_refused() {
        lu_factor(&Tensor::ones([2, 2]));
    }
}
