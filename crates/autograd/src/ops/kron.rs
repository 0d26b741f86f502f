//! The Kronecker product.

use tensor_core::Shape;

use crate::tensor::Tensor;

impl Tensor {
    /// Each element of this tensor times all of the other, as blocks: of matrices `[m, n]` and `[p, q]` a matrix
    /// `[m * p, n * q]`. Missing leading dimensions have size 1.
    ///
    /// Gradient: that of the product.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let y = Tensor::from([[1, 2]]).kron(&Tensor::from([[1, 10], [0, 1]]));
    /// assert_eq!(y.to_vec::<i64>(), [1, 10, 2, 20, 0, 1, 0, 2]);
    /// ```
    #[track_caller]
    pub fn kron(&self, other: &Tensor) -> Tensor {
        let rank = self.rank().max(other.rank());
        let padded = |x: &Tensor| [&vec![1; rank - x.rank()][..], x.shape()].concat();
        let (a, b) = (padded(self), padded(other));
        let blocks: Vec<usize> = a.iter().flat_map(|size| [*size, 1]).collect();
        let inside: Vec<usize> = b.iter().flat_map(|size| [1, *size]).collect();
        let shape: Vec<usize> = a.iter().zip(&b).map(|(a, b)| a.saturating_mul(*b)).collect();
        self.reshape(blocks)
            .mul(other.reshape(inside))
            .reshape_to(&Shape::from(&shape[..]))
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3], &[3, 2]], |x| x[0].kron(&x[1]));
        check(&[&[2], &[2, 1, 2]], |x| x[0].kron(&x[1]));
        check_second(&[&[2], &[3]], |x| x[0].kron(&x[1]));
    }

    #[test]
    fn numbers() {
        assert_eq!(
            Tensor::from(3.0).kron(&Tensor::from([1.0, 2.0])).to_vec::<f32>(),
            [3.0, 6.0]
        );
    }
}
