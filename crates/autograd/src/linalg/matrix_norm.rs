//! Norms of matrices.

use std::str::FromStr;

use tensor_core::{Error, OrRaise, dimensions, float_dtype};

use super::svdvals;
use crate::tensor::Tensor;

/// Which norm of a matrix: PyTorch's `ord`. Numbers convert to it, and `"fro"` and `"nuc"` can be parsed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum MatrixNorm {
    /// The root of the sum of squares.
    Frobenius,
    /// The sum of the singular values.
    Nuclear,
    /// Of 1 the largest sum of a column's absolute values, of 2 the largest singular value, of infinity the largest sum
    /// of a row's absolute values; of their negatives the smallest.
    P(f64),
}

impl From<f64> for MatrixNorm {
    fn from(p: f64) -> Self {
        Self::P(p)
    }
}

impl From<i32> for MatrixNorm {
    fn from(p: i32) -> Self {
        Self::P(p.into())
    }
}

impl FromStr for MatrixNorm {
    type Err = Error;

    fn from_str(given: &str) -> Result<Self, Error> {
        match given {
            "fro" => Ok(Self::Frobenius),
            "nuc" => Ok(Self::Nuclear),
            _ => Err(Error::argument(format!(
                "matrix_norm: {given:?} is neither \"fro\" nor \"nuc\""
            ))),
        }
    }
}

/// The norms of the matrices in the two dimensions `dims`, which stay with size 1 if `keepdim`: `torch.linalg.matrix_norm`.
///
/// Gradient: that of the sums, extremes or singular values that the norm is made of.
///
/// ```
/// use autograd::{Tensor, linalg};
/// let a = Tensor::from([[3.0, 0.0], [4.0, 0.0]]);
/// assert_eq!(linalg::matrix_norm(&a, linalg::MatrixNorm::Frobenius, [-2, -1], false).item(), 5.0);
/// assert_eq!(linalg::matrix_norm(&a, 1, [-2, -1], false).item(), 7.0);
/// ```
///
/// # Panics
/// If the dimensions do not exist or are the same, the order is none of those, or the elements are not floating point.
#[track_caller]
pub fn matrix_norm(a: &Tensor, ord: impl Into<MatrixNorm>, dims: [isize; 2], keepdim: bool) -> Tensor {
    norm(a, ord.into(), dims, keepdim).or_raise()
}

#[track_caller]
fn norm(a: &Tensor, ord: MatrixNorm, dims: [isize; 2], keepdim: bool) -> Result<Tensor, Error> {
    float_dtype("linalg::matrix_norm", a.dtype())?;
    let both = dimensions(&dims, a.rank())?;
    if both.len() != 2 {
        return Err(Error::shape(format!(
            "linalg::matrix_norm is for two or more dimensions, not for shape {:?}",
            a.shape()
        )));
    }
    let order = match ord {
        MatrixNorm::Frobenius => return Ok(a.norm_dim(2, dims, keepdim)),
        MatrixNorm::Nuclear => 0.0,
        MatrixNorm::P(p) => p,
    };
    let rows_last = a.movedim(dims, [-2, -1]);
    let extreme = |x: Tensor| match (x.size(-1), order > 0.0) {
        // The largest of no sums is 0, as they are.
        (0, true) => Ok(x.sum_dim(-1, false)),
        (0, false) => Err(Error::shape(format!(
            "linalg::matrix_norm: matrices of shape {:?} have nothing whose smallest sum or singular value could be taken",
            a.shape()
        ))),
        (_, true) => Ok(x.amax(-1, false)),
        (_, false) => Ok(x.amin(-1, false)),
    };
    let norm = match order.abs() {
        0.0 if ord == MatrixNorm::Nuclear => svdvals(&rows_last).sum_dim(-1, false),
        1.0 => extreme(rows_last.abs().sum_dim(-2, false))?,
        2.0 => extreme(svdvals(&rows_last))?,
        f64::INFINITY => extreme(rows_last.abs().sum_dim(-1, false))?,
        _ => {
            return Err(Error::argument(format!(
                "linalg::matrix_norm: the order {order} is none of 1, 2 and infinity and their negatives"
            )));
        }
    };
    if !keepdim {
        return Ok(norm);
    }
    let (first, second) = (both[0].min(both[1]), both[0].max(both[1]));
    Ok(norm.unsqueeze(first as isize).unsqueeze(second as isize))
}

#[cfg(test)]
mod tests {
    use super::MatrixNorm::{self, *};
    use super::matrix_norm;
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    const ALL: [MatrixNorm; 8] = [
        Frobenius,
        Nuclear,
        P(1.0),
        P(-1.0),
        P(2.0),
        P(-2.0),
        P(f64::INFINITY),
        P(f64::NEG_INFINITY),
    ];

    #[test]
    fn gradients() {
        for ord in ALL {
            check(&[&[3, 2, 2]], |x| matrix_norm(&x[0], ord, [2, 0], true));
            check_second(&[&[2, 3]], |x| matrix_norm(&x[0], ord, [0, 1], false));
        }
    }

    #[test]
    fn of_nothing() {
        for ord in [1, 2] {
            assert_eq!(
                matrix_norm(&Tensor::zeros([3, 0]), ord, [0, 1], false).item(),
                0.0
            );
        }
    }

    #[test]
    #[should_panic(expected = "linalg::matrix_norm: matrices of shape [3, 0] have nothing")]
    fn nothing_has_no_smallest_sum() {
        matrix_norm(&Tensor::zeros([3, 0]), -1, [0, 1], false);
    }
}
