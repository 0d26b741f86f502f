//! The leaky rectifier.

use tensor_core::functions::LeakyRelu;

use crate::tensor::Tensor;

impl Tensor {
    /// The leaky rectified linear unit: `x` where positive, else `slope * x`.
    ///
    /// Gradient: `grad` where `x` is positive, else `slope * grad` (so too at 0, as in PyTorch).
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([-2.0, 3.0]).leaky_relu(0.5).to_vec::<f32>(), [-1.0, 3.0]);
    /// ```
    ///
    /// # Panics
    /// If the elements are not floating point.
    #[track_caller]
    pub fn leaky_relu(&self, slope: f64) -> Tensor {
        self.piecewise(LeakyRelu { slope })
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| x[0].leaky_relu(0.1));
        check_second(&[&[2, 3]], |x| x[0].leaky_relu(0.1) * &x[0]);
    }

    #[test]
    fn the_slope_at_zero_is_that_of_the_left() {
        let x = Tensor::from([0.0, f64::NAN, 1.0]).requires_grad_(true);
        x.leaky_relu(0.25).sum().backward();
        assert_eq!(x.grad().unwrap().to_vec::<f32>(), [0.25, 0.25, 1.0]);
    }
}
