//! Products of matrices and vectors that name what they take: `mm`, `mv`, `dot`, `outer`.

use tensor_core::{OrRaise, dot_shape, mm_shape, mv_shape, outer_shape};

use crate::tensor::Tensor;

impl Tensor {
    /// The product of two matrices: `[m, k] x [k, n] -> [m, n]`. [`matmul`](Tensor::matmul) that refuses anything else.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::zeros([2, 3]).mm(&Tensor::zeros([3, 4])).shape(), [2, 4]);
    /// ```
    ///
    /// # Panics
    /// If one is not a matrix, the inner sizes differ, or the element types do.
    #[track_caller]
    pub fn mm(&self, other: impl AsRef<Tensor>) -> Tensor {
        let other = other.as_ref();
        mm_shape(self.shape(), other.shape()).or_raise();
        self.matmul(other)
    }

    /// The product of a matrix and a vector: `[m, k] x [k] -> [m]`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let a = Tensor::from([[1.0, 2.0], [3.0, 4.0]]);
    /// assert_eq!(a.mv(&Tensor::from([1.0, 1.0])).to_vec::<f32>(), [3.0, 7.0]);
    /// ```
    ///
    /// # Panics
    /// If they are not a matrix and a vector, the inner sizes differ, or the element types do.
    #[track_caller]
    pub fn mv(&self, vector: impl AsRef<Tensor>) -> Tensor {
        let vector = vector.as_ref();
        mv_shape(self.shape(), vector.shape()).or_raise();
        self.matmul(vector)
    }

    /// The dot product of two vectors, a number.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([1.0, 2.0]).dot(&Tensor::from([3.0, 4.0])).item(), 11.0);
    /// ```
    ///
    /// # Panics
    /// If one is not a vector, the sizes differ, or the element types do.
    #[track_caller]
    pub fn dot(&self, other: impl AsRef<Tensor>) -> Tensor {
        let other = other.as_ref();
        dot_shape(self.shape(), other.shape()).or_raise();
        self.matmul(other)
    }

    /// The products of each element of one vector with each of another: `[m] x [n] -> [m, n]`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let y = Tensor::from([1.0, 2.0]).outer(&Tensor::from([3.0, 4.0]));
    /// assert_eq!(y.to_vec::<f32>(), [3.0, 4.0, 6.0, 8.0]);
    /// ```
    ///
    /// # Panics
    /// If one is not a vector.
    #[track_caller]
    pub fn outer(&self, other: impl AsRef<Tensor>) -> Tensor {
        let other = other.as_ref();
        outer_shape(self.shape(), other.shape()).or_raise();
        self.unsqueeze(1).mul(other)
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::check;

    #[test]
    fn gradients() {
        check(&[&[2, 3], &[3, 4]], |x| x[0].mm(&x[1]));
        check(&[&[2, 3], &[3]], |x| x[0].mv(&x[1]));
        check(&[&[3], &[3]], |x| x[0].dot(&x[1]));
        check(&[&[2], &[3]], |x| x[0].outer(&x[1]));
    }

    #[test]
    #[should_panic(expected = "dot multiplies two vectors, not shapes [2, 3] and [2, 3]")]
    fn other_ranks_are_refused() {
        Tensor::zeros([2, 3]).dot(Tensor::zeros([2, 3]));
    }
}
