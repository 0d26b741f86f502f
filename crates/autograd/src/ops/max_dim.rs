//! The largest and the smallest elements along one dimension, and where they are.

use crate::tensor::Tensor;

impl Tensor {
    /// The largest elements along `dim` and their positions in it (int64), the first where several are; not-a-number
    /// wins. PyTorch's `max(dim)`.
    ///
    /// Gradient: `grad` at these positions, 0 elsewhere.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let (values, indices) = Tensor::from([[1.0, 5.0, 5.0], [4.0, 2.0, 3.0]]).max_dim(1, false);
    /// assert_eq!(values.to_vec::<f32>(), [5.0, 4.0]);
    /// assert_eq!(indices.to_vec::<i64>(), [1, 0]);
    /// ```
    ///
    /// # Panics
    /// If the dimension does not exist or has size 0.
    #[track_caller]
    pub fn max_dim(&self, dim: isize, keepdim: bool) -> (Tensor, Tensor) {
        self.chosen("Max", self.value().max_dim(dim, true), dim, keepdim)
    }

    /// The smallest elements along `dim` and their positions in it (int64), the first where several are; not-a-number
    /// wins. PyTorch's `min(dim)`.
    ///
    /// Gradient: `grad` at these positions, 0 elsewhere.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let (values, indices) = Tensor::from([[1.0, 5.0], [4.0, 2.0]]).min_dim(0, true);
    /// assert_eq!((values.shape(), indices.to_vec::<i64>()), (&[1, 2][..], vec![0, 1]));
    /// ```
    ///
    /// # Panics
    /// If the dimension does not exist or has size 0.
    #[track_caller]
    pub fn min_dim(&self, dim: isize, keepdim: bool) -> (Tensor, Tensor) {
        self.chosen("Min", self.value().min_dim(dim, true), dim, keepdim)
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[3, 4]], |x| x[0].max_dim(1, false).0);
        check(&[&[3, 4]], |x| x[0].min_dim(-2, true).0);
        check(&[&[]], |x| x[0].max_dim(0, false).0);
        check_second(&[&[3, 4]], |x| x[0].square().max_dim(0, false).0);
    }

    #[test]
    fn the_first_of_ties_has_the_gradient() {
        let x = Tensor::from([1.0, 5.0, 5.0]).requires_grad_(true);
        x.max_dim(0, false).0.backward();
        assert_eq!(x.grad().unwrap().to_vec::<f32>(), [0.0, 1.0, 0.0]);
    }
}
