//! Inverses and systems of equations.

use tensor_core::{Array, Error, OrRaise, broadcast};

use super::info::Info;
use super::matrices::Matrices;
use super::t;
use crate::record::{Save, record};
use crate::tensor::Tensor;

/// The inverses of the matrices: `torch.linalg.inv`.
///
/// Gradient: `-result^T grad result^T`.
///
/// ```
/// use autograd::{Tensor, linalg};
/// let inverse = linalg::inv(&Tensor::from([[2.0, 0.0], [0.0, 4.0]]));
/// assert_eq!(inverse.to_vec::<f32>(), [0.5, 0.0, 0.0, 0.25]);
/// ```
///
/// # Panics
/// If the matrices are not square, one is singular, or the elements are not floating point.
#[track_caller]
pub fn inv(a: &Tensor) -> Tensor {
    let (inverse, info) = inverses("linalg::inv", a);
    info.all_regular().or_raise();
    inverse
}

/// [`inv`], and of each matrix the number of the first pivot that is zero, or 0, as int32: `torch.linalg.inv_ex`. The inverse of a
/// singular matrix is what division by that pivot gives, infinities and what is not a number.
///
/// Gradient: that of [`inv`].
///
/// ```
/// use autograd::{Tensor, linalg};
/// let a = Tensor::from([[[2.0, 0.0], [0.0, 4.0]], [[1.0, 2.0], [2.0, 4.0]]]);
/// let (inverse, info) = linalg::inv_ex(&a);
/// assert_eq!(info.to_vec::<i32>(), [0, 2]);
/// assert_eq!(inverse.get(0).to_vec::<f32>(), [0.5, 0.0, 0.0, 0.25]);
/// ```
///
/// # Panics
/// If the matrices are not square, or the elements are not floating point.
#[track_caller]
pub fn inv_ex(a: &Tensor) -> (Tensor, Tensor) {
    let (inverse, info) = inverses("linalg::inv_ex", a);
    (inverse, info.tensor())
}

#[track_caller]
fn inverses(operation: &'static str, a: &Tensor) -> (Tensor, Info) {
    let matrices = Matrices::square(operation, a).or_raise();
    let one = Tensor::from(Array::eye(matrices.rows, matrices.rows, a.dtype()));
    let right = Matrices::of(operation, &one.expand(a.shape())).or_raise();
    let (value, info) = matrices.solutions(&right);
    let inverse = record("LinalgInvEx", value, [a], [Save::Result], |cx| {
        let [result] = cx.saved();
        let turned = t(result);
        [Some(turned.matmul(&cx.grad).matmul(&turned).neg())]
    });
    (inverse, Info::new(matrices, info))
}

/// The solutions of `a x = b`: `torch.linalg.solve`. `b` holds matrices, or vectors if it is one or has the shape of `a`
/// without the last dimension; leading dimensions are broadcast.
///
/// Gradient: `solve(a^T, grad)` for `b`, and minus its product with the solution, transposed, for `a`.
///
/// ```
/// use autograd::{Tensor, linalg};
/// let a = Tensor::from([[2.0, 0.0], [0.0, 4.0]]);
/// assert_eq!(linalg::solve(&a, &Tensor::from([2.0, 2.0])).to_vec::<f32>(), [1.0, 0.5]);
/// ```
///
/// # Panics
/// If the matrices are not square, one is singular, the shapes do not fit, or the elements are not floating point.
#[track_caller]
pub fn solve(a: &Tensor, b: &Tensor) -> Tensor {
    let (solution, info) = solutions("linalg::solve", a, b);
    info.all_regular().or_raise();
    solution
}

/// [`solve`], and of each matrix the number of the first pivot that is zero, or 0, as int32: `torch.linalg.solve_ex`. The solution
/// with a singular matrix is what division by that pivot gives, infinities and what is not a number.
///
/// Gradient: that of [`solve`].
///
/// ```
/// use autograd::{Tensor, linalg};
/// let a = Tensor::from([[1.0, 1.0], [1.0, 1.0]]);
/// let (x, info) = linalg::solve_ex(&a, &Tensor::from([1.0, 2.0]));
/// assert_eq!(info.item(), 2.0);
/// assert_eq!(x.to_vec::<f32>(), [f32::NEG_INFINITY, f32::INFINITY]);
/// ```
///
/// # Panics
/// If the matrices are not square, the shapes do not fit, or the elements are not floating point.
#[track_caller]
pub fn solve_ex(a: &Tensor, b: &Tensor) -> (Tensor, Tensor) {
    let (solution, info) = solutions("linalg::solve_ex", a, b);
    (solution, info.tensor())
}

#[track_caller]
fn solutions(operation: &'static str, a: &Tensor, b: &Tensor) -> (Tensor, Info) {
    let without_last = a.shape().split_last().map(|(_, shape)| shape);
    if b.rank() == 1 || Some(b.shape()) == without_last {
        let (solution, info) = solutions(operation, a, &b.unsqueeze(-1));
        return (solution.squeeze_dim(-1), info);
    }
    let (a, b) = with_one_batch(operation, a, b).or_raise();
    let matrices = Matrices::square(operation, &a).or_raise();
    let right = Matrices::of(operation, &b).or_raise();
    let (value, info) = matrices.solutions(&right);
    let save = [Save::Input(0), Save::Result];
    let solution = record("LinalgSolveEx", value, [&a, &b], save, |cx| {
        let [a, result] = cx.saved();
        let (of_b, _) = solve_ex(&t(a), &cx.grad);
        let of_a = cx.to(0, |_| of_b.matmul(t(result)).neg());
        [of_a, Some(of_b)]
    });
    (solution, Info::new(matrices, info))
}

/// Both with the leading dimensions that they broadcast to, if their matrices fit each other.
#[track_caller]
pub(super) fn with_one_batch(operation: &str, a: &Tensor, b: &Tensor) -> Result<(Tensor, Tensor), Error> {
    let (&[ref a_batch @ .., rows, columns], &[ref b_batch @ .., b_rows, b_columns]) = (a.shape(), b.shape())
    else {
        return Err(Error::shape(format!(
            "{operation} is for matrices in the last two dimensions, not for shapes {:?} and {:?}",
            a.shape(),
            b.shape()
        )));
    };
    if rows != columns || columns != b_rows || a.dtype() != b.dtype() {
        return Err(Error::shape(format!(
            "{operation}: {rows} by {columns} equations of {} have no right side of {b_rows} by {b_columns} of {}",
            a.dtype(),
            b.dtype()
        )));
    }
    let batch = broadcast(a_batch, b_batch)?;
    let over = |x: &Tensor, sizes: [usize; 2]| x.expand([&batch[..], &sizes[..]].concat());
    Ok((over(a, [rows, columns]), over(b, [b_rows, b_columns])))
}

#[cfg(test)]
mod tests {
    use super::{inv, inv_ex, solve, solve_ex};
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    /// Away from singular ones.
    fn regular(x: &Tensor) -> Tensor {
        x + Tensor::eye(x.size(-1)).to_dtype(x.dtype()) * 3.0
    }

    #[test]
    fn gradients() {
        check(&[&[2, 3, 3]], |x| inv(&regular(&x[0])));
        check(&[&[3, 3], &[3]], |x| solve(&regular(&x[0]), &x[1]));
        check(&[&[2, 2], &[3, 2, 1]], |x| solve(&regular(&x[0]), &x[1]));
        check_second(&[&[2, 2]], |x| inv(&regular(&x[0])));
        check_second(&[&[2, 2], &[2, 1]], |x| solve(&regular(&x[0]), &x[1]));
    }

    #[test]
    fn a_singular_matrix_of_a_batch_spoils_no_other() {
        // torch.linalg.inv_ex, solve_ex
        let a = Tensor::from([
            [[0.0, 2.0], [4.0, 4.0]],
            [[0.0, 0.0], [0.0, 0.0]],
            [[1.0, 2.0], [2.0, 4.0]],
        ]);
        let (inverse, info) = inv_ex(&a);
        assert_eq!(info.to_vec::<i32>(), [0, 1, 2]);
        assert!(inverse.get(0).equal(&inv(&a.get(0))));
        let (x, info) = solve_ex(&a, &Tensor::ones([2, 1]));
        assert_eq!(info.to_vec::<i32>(), [0, 1, 2]);
        assert_eq!(x.get(0).to_vec::<f32>(), [-0.25, 0.5]);
        let a = a.requires_grad_(true);
        inv_ex(&a).0.get(0).sum().backward();
        let grad = a.grad().unwrap().get(0);
        assert_eq!(grad.to_vec::<f32>(), [0.0, 0.0, 0.0625, -0.125]);
    }

    #[test]
    fn of_no_size() {
        assert_eq!(inv(&Tensor::zeros([2, 0, 0])).shape(), [2, 0, 0]);
        assert_eq!(
            solve(&Tensor::zeros([0, 0]), &Tensor::zeros([0, 3])).shape(),
            [0, 3]
        );
    }

    #[test]
    #[should_panic(expected = "linalg::inv: the matrix of 2 by 2 is singular: pivot 2 is zero")]
    fn a_singular_matrix_has_no_inverse() {
        inv(&Tensor::from([[1.0, 2.0], [2.0, 4.0]]));
    }
}
