//! Matrix products.

use tensor_core::{OrRaise, matmul_shape};

use crate::node::{Keep, record};
use crate::tensor::Tensor;

impl Tensor {
    /// The matrix product: of two vectors their dot product, of matrices `[m, k] x [k, n]`, over broadcast batches of
    /// leading dimensions.
    ///
    /// Gradient: `grad @ b^T` for `a`, `a^T @ grad` for `b`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let a = Tensor::from([[1.0, 2.0], [3.0, 4.0]]);
    /// assert_eq!(a.matmul(&Tensor::from([1.0, 1.0])).to_vec::<f32>(), [3.0, 7.0]);
    /// ```
    ///
    /// # Panics
    /// If the shapes or the element types do not fit.
    #[track_caller]
    pub fn matmul(&self, other: &Tensor) -> Tensor {
        let ranks = (self.rank(), other.rank());
        if ranks.0 < 2 || ranks.1 < 2 {
            // Asked before a vector is given another shape, so that a refusal names the one that was given.
            matmul_shape(self.shape(), other.shape()).or_raise();
        }
        // A vector is a row on the left and a column on the right; the derivative is that of matrices.
        match ranks {
            (1, 1) => self
                .unsqueeze(0)
                .matmul_matrices(&other.unsqueeze(1))
                .squeeze_dim([0, 1]),
            (1, _) => self.unsqueeze(0).matmul_matrices(other).squeeze_dim(-2),
            (_, 1) => self.matmul_matrices(&other.unsqueeze(1)).squeeze_dim(-1),
            _ => self.matmul_matrices(other),
        }
    }

    #[track_caller]
    fn matmul_matrices(&self, other: &Tensor) -> Tensor {
        let value = self.value().matmul(&other.value());
        record("Mm", value, [self, other], Keep::INPUTS, |cx| {
            let (a, b) = (cx.input(0), cx.input(1));
            [
                cx.to(0, |cx| cx.grad.matmul(&b.transpose(-2, -1))),
                cx.to(1, |cx| a.transpose(-2, -1).matmul(&cx.grad)),
            ]
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3], &[3, 4]], |x| x[0].matmul(&x[1]));
        check(&[&[3], &[3]], |x| x[0].matmul(&x[1]));
        check(&[&[2, 3], &[3]], |x| x[0].matmul(&x[1]));
        check(&[&[3], &[5, 3, 2]], |x| x[0].matmul(&x[1]));
        check(&[&[5, 1, 2, 3], &[2, 3, 2]], |x| x[0].matmul(&x[1]));
        check_second(&[&[2, 3], &[3, 2]], |x| x[0].matmul(&x[1]));
    }
}
