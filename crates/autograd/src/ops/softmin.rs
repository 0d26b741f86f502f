//! Weights that favour the smallest.

use crate::tensor::Tensor;

impl Tensor {
    /// [`softmax`](Tensor::softmax) of the negated elements along `dim`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([0.0, 1e4]).softmin(0).to_vec::<f32>(), [1.0, 0.0]);
    /// ```
    ///
    /// # Panics
    /// If there is no such dimension, or the elements are not floating point.
    #[track_caller]
    pub fn softmin(&self, dim: isize) -> Tensor {
        self.neg().softmax(dim)
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::check;

    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| x[0].softmin(1));
    }
}
