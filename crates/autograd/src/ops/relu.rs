//! `max(x, 0)`.

use tensor_core::functions::Relu;

use crate::tensor::Tensor;

impl Tensor {
    /// The rectified linear unit: `max(x, 0)`.
    ///
    /// Gradient: `grad` where the result is positive, else 0 (0 at 0, as in PyTorch).
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([-1.0, 0.0, 2.0]).relu().to_vec::<f32>(), [0.0, 0.0, 2.0]);
    /// ```
    ///
    /// # Panics
    /// If the elements are bool.
    #[track_caller]
    pub fn relu(&self) -> Tensor {
        self.piecewise(Relu)
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[3, 4]], |x| x[0].relu());
        check_second(&[&[3, 4]], |x| x[0].relu() * &x[0]);
    }

    #[test]
    fn the_slope_at_zero_is_zero() {
        let x = Tensor::from([0.0, -0.0, f64::NAN, 1.0]).requires_grad_(true);
        x.relu().sum().backward();
        assert_eq!(x.grad().unwrap().to_vec::<f32>(), [0.0, 0.0, 1.0, 1.0]);
    }
}
