//! Inverses and systems of equations of more than two dimensions.

use tensor_core::{Error, OrRaise};

use super::{inv, solve};
use crate::tensor::Tensor;

/// The inverse of the map from the dimensions from `ind` on to those before: `tensordot(tensorinv(a), b, ind)` is the
/// solution of `tensordot(a, x) = b`: `torch.linalg.tensorinv`, whose default is 2.
///
/// Gradient: that of [`inv`].
///
/// ```
/// use autograd::{Tensor, linalg};
/// let a = Tensor::eye(6).reshape([6, 2, 3]);
/// assert_eq!(linalg::tensorinv(&a, 1).shape(), [2, 3, 6]);
/// ```
///
/// # Panics
/// If `ind` is 0 or not less than the number of dimensions, the dimensions before and from it on have not the same number of
/// elements, the map is singular, or the elements are not floating point.
#[track_caller]
#[must_use]
pub fn tensorinv(a: &Tensor, ind: usize) -> Tensor {
    let (before, behind) = halves("linalg::tensorinv", a, ind).or_raise();
    let size: usize = before.iter().product();
    let inverse = inv(&a.reshape([size, size]));
    inverse.reshape(&[behind, before].concat()[..])
}

/// The solution of `tensordot(a, x, x.dim()) = b`: `torch.linalg.tensorsolve`. The dimensions of `a` named by `dims` are moved
/// behind the others first; its first ones, as many as `b` has, are then counted with those of `b`, and the others are those of `x`.
///
/// Gradient: that of [`solve`].
///
/// ```
/// use autograd::{Tensor, linalg};
/// let a = Tensor::eye(6).reshape([2, 3, 6]) * 2.0;
/// let x = linalg::tensorsolve(&a, &Tensor::ones([2, 3]), &[]);
/// assert_eq!(x.to_vec::<f32>(), [0.5; 6]);
/// ```
///
/// # Panics
/// If the shapes do not fit, the map is singular, or the elements are not floating point.
#[track_caller]
#[must_use]
pub fn tensorsolve(a: &Tensor, b: &Tensor, dims: &[isize]) -> Tensor {
    let moved = match dims.len() {
        0 => a.clone(),
        count => a.movedim(dims, &(-(count as isize)..0).collect::<Vec<_>>()[..]),
    };
    let (before, behind) = halves("linalg::tensorsolve", &moved, b.rank()).or_raise();
    let size: usize = before.iter().product();
    if size != b.numel() {
        Error::shape(format!(
            "linalg::tensorsolve: the first dimensions of a, of shape {:?}, have {size} elements and b, of shape {:?}, has {}",
            moved.shape(),
            b.shape(),
            b.numel()
        ))
        .raise();
    }
    solve(&moved.reshape([size, size]), &b.reshape(size)).reshape(&behind[..])
}

/// The dimensions before `ind` and from there on, which have the same number of elements.
fn halves(operation: &str, a: &Tensor, ind: usize) -> Result<(Vec<usize>, Vec<usize>), Error> {
    if ind == 0 || ind > a.rank() {
        return Err(Error::argument(format!(
            "{operation}: {ind} dimensions of shape {:?} leave no map",
            a.shape()
        )));
    }
    let (before, behind) = a.shape().split_at(ind);
    let sizes = [before, behind].map(|shape| shape.iter().product::<usize>());
    if sizes[0] != sizes[1] {
        return Err(Error::shape(format!(
            "{operation}: the dimensions {before:?} have {} elements and {behind:?} have {}, and must have as many",
            sizes[0], sizes[1]
        )));
    }
    Ok((before.to_vec(), behind.to_vec()))
}

#[cfg(test)]
mod tests {
    use super::{tensorinv, tensorsolve};
    use crate::gradcheck::{check, check_second};
    use crate::{DType, Tensor};

    fn map(x: &Tensor, shape: &[usize]) -> Tensor {
        (x + Tensor::eye(4).to_dtype(DType::F64) * 3.0).reshape(shape)
    }

    #[test]
    fn gradients() {
        check(&[&[4, 4]], |x| tensorinv(&map(&x[0], &[2, 2, 4]), 2));
        check_second(&[&[4, 4]], |x| tensorinv(&map(&x[0], &[4, 2, 2]), 1));
        let solved = |x: &[Tensor]| tensorsolve(&map(&x[0], &[2, 2, 2, 2]), &x[1], &[]);
        check(&[&[4, 4], &[2, 2]], solved);
        check_second(&[&[4, 4], &[2, 2]], solved);
    }

    #[test]
    fn dimensions_are_moved_behind() {
        let a = Tensor::from([[1.0, 2.0], [3.0, 5.0]]);
        let b = Tensor::from([1.0, 2.0]);
        let moved = tensorsolve(&a, &b, &[0]);
        assert!((a.t().matmul(&moved) - &b).abs().max().item() < 1e-5);
    }

    #[test]
    #[should_panic(expected = "linalg::tensorinv: the dimensions [2] have 2 elements and [3] have 3")]
    fn halves_of_other_sizes_are_refused() {
        let _ = tensorinv(&Tensor::zeros([2, 3]), 1);
    }
}
