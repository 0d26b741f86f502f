//! Matrix products.

use crate::record::{Save, record};
use crate::tensor::Tensor;

/// Both factors.
const BOTH: [Save<'static>; 2] = [Save::Input(0), Save::Input(1)];

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
    pub fn matmul(&self, other: impl AsRef<Tensor>) -> Tensor {
        self.matmul_tensor(other.as_ref())
    }

    #[track_caller]
    fn matmul_tensor(&self, other: &Tensor) -> Tensor {
        match (self.rank(), other.rank()) {
            (1, 1) => self.dot_vectors(other),
            (1, _) => self.matmul_from_vector(other),
            (_, 1) => self.matmul_vector(other),
            _ => self.matmul_matrices(other),
        }
    }

    #[track_caller]
    fn dot_vectors(&self, other: &Tensor) -> Tensor {
        let value = self.value().matmul(&other.value());
        record("Dot", value, [self, other], BOTH, |cx| {
            let [a, b] = cx.saved();
            [cx.to(0, |cx| cx.grad.mul(b)), cx.to(1, |cx| cx.grad.mul(a))]
        })
    }

    /// `[.., m, k] x [k] -> [.., m]`
    #[track_caller]
    fn matmul_vector(&self, vector: &Tensor) -> Tensor {
        let value = self.value().matmul(&vector.value());
        let name = if self.rank() == 2 { "Mv" } else { "UnsafeView" };
        record(name, value, [self, vector], BOTH, |cx| {
            let [a, vector] = cx.saved();
            [
                cx.to(0, |cx| cx.grad.unsqueeze(-1).mul(vector)),
                cx.to(1, |cx| match a {
                    matrix if matrix.rank() == 2 => cx.grad.matmul(matrix),
                    // The engine sums over the rows of the batch.
                    batch => cx.grad.unsqueeze(-1).mul(batch),
                }),
            ]
        })
    }

    /// `[k] x [.., k, n] -> [.., n]`
    #[track_caller]
    fn matmul_from_vector(&self, other: &Tensor) -> Tensor {
        let value = self.value().matmul(&other.value());
        let name = if other.rank() == 2 {
            "SqueezeBackward4"
        } else {
            "UnsafeView"
        };
        record(name, value, [self, other], BOTH, |cx| {
            let [vector, b] = cx.saved();
            [
                cx.to(0, |cx| match b {
                    matrix if matrix.rank() == 2 => matrix.matmul(&cx.grad),
                    batch => batch.mul(cx.grad.unsqueeze(-2)).sum_dim(-1, false),
                }),
                cx.to(1, |cx| vector.unsqueeze(-1).mul(cx.grad.unsqueeze(-2))),
            ]
        })
    }

    /// `self^T @ other` of matrices, as one operation: no transposed view is made.
    ///
    /// Gradient: `other @ grad^T` for `self`, `self @ grad` for `other`.
    #[track_caller]
    pub(crate) fn matmul_tn(&self, other: &Tensor) -> Tensor {
        let value = self.value().matmul_tn(&other.value());
        record("MmTn", value, [self, other], BOTH, |cx| {
            let [a, b] = cx.saved();
            [
                cx.to(0, |cx| b.linear(&cx.grad, None)),
                cx.to(1, |cx| a.matmul(&cx.grad)),
            ]
        })
    }

    #[track_caller]
    fn matmul_matrices(&self, other: &Tensor) -> Tensor {
        let value = self.value().matmul(&other.value());
        let name = match (self.rank(), other.rank()) {
            (2, 2) => "Mm",
            _ => "UnsafeView",
        };
        record(name, value, [self, other], BOTH, |cx| {
            let [a, b] = cx.saved();
            [
                cx.to(0, |cx| cx.grad.matmul(b.transpose(-2, -1))),
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
        check(&[&[5, 2, 3], &[3]], |x| x[0].matmul(&x[1]));
        check(&[&[3], &[3, 2]], |x| x[0].matmul(&x[1]));
        check_second(&[&[2, 3], &[3, 2]], |x| x[0].matmul(&x[1]));
        check_second(&[&[2, 3], &[3]], |x| x[0].matmul(&x[1]));
        check_second(&[&[3], &[3, 2]], |x| x[0].matmul(&x[1]));
        check_second(&[&[3], &[3]], |x| x[0].matmul(&x[1]));
        check(&[&[3, 2], &[3, 4]], |x| x[0].matmul_tn(&x[1]));
        check_second(&[&[3, 2], &[3, 4]], |x| x[0].matmul_tn(&x[1]));
    }
}
