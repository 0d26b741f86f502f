//! How much a matrix can enlarge errors.

use super::{MatrixNorm, inv, matrix_norm, svdvals};
use crate::tensor::Tensor;

/// The condition numbers of the matrices: the norm of each times the norm of its inverse; in the spectral norm, PyTorch's
/// default, the largest singular value over the smallest, of any matrix: `torch.linalg.cond`.
///
/// Gradient: as composed of norms and inverses, or of singular values.
///
/// ```
/// use autograd::{Tensor, linalg};
/// let a = Tensor::from([[4.0, 0.0], [0.0, 0.5]]);
/// assert_eq!(linalg::cond(&a, linalg::MatrixNorm::P(2.0)).item(), 8.0);
/// assert_eq!(linalg::cond(&a, linalg::MatrixNorm::P(1.0)).item(), 8.0);
/// ```
///
/// # Panics
/// If there are fewer than two dimensions or the elements are not floating point; for other norms than the spectral one, if
/// the matrices are not square or one is singular.
#[track_caller]
#[must_use]
pub fn cond(a: &Tensor, ord: MatrixNorm) -> Tensor {
    let spectral = match ord {
        MatrixNorm::P(p) if p.abs() == 2.0 => p,
        _ => {
            let dims = [-2, -1];
            return matrix_norm(a, ord, dims, false).mul(matrix_norm(&inv(a), ord, dims, false));
        }
    };
    // In descending order.
    let values = svdvals(a);
    let (largest, smallest) = (values.select(-1, 0), values.select(-1, -1));
    match spectral > 0.0 {
        true => largest.div(smallest),
        false => smallest.div(largest),
    }
}

#[cfg(test)]
mod tests {
    use super::cond;
    use crate::gradcheck::{check, check_second};
    use crate::linalg::MatrixNorm;
    use crate::{DType, Tensor};

    fn regular(x: &Tensor) -> Tensor {
        x + Tensor::eye(3).to_dtype(DType::F64) * 3.0
    }

    #[test]
    fn gradients() {
        for ord in [MatrixNorm::P(2.0), MatrixNorm::P(-2.0), MatrixNorm::Frobenius] {
            check(&[&[2, 3, 3]], |x| cond(&regular(&x[0]), ord));
            check_second(&[&[3, 3]], |x| cond(&regular(&x[0]), ord));
        }
        check(&[&[4, 2]], |x| cond(&x[0], MatrixNorm::P(2.0)));
    }

    #[test]
    fn numbers() {
        // torch.linalg.cond
        let a = Tensor::from([[1.0, 2.0], [3.0, 4.0]]);
        for (ord, expected) in [
            (MatrixNorm::P(1.0), 21.0),
            (MatrixNorm::P(f64::INFINITY), 21.0),
            (MatrixNorm::Frobenius, 15.0),
        ] {
            assert!((cond(&a, ord).item() - expected).abs() < 1e-5);
        }
    }
}
