//! The hyperbolic tangent.

use tensor_core::functions::Tanh;

use crate::tensor::Tensor;

impl Tensor {
    /// The hyperbolic tangent.
    ///
    /// Gradient: `grad * (1 - result^2)`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([0.0, f64::INFINITY]).tanh().to_vec::<f32>(), [0.0, 1.0]);
    /// ```
    #[track_caller]
    pub fn tanh(&self) -> Tensor {
        self.smooth(Tanh, curvature)
    }
}

/// The derivative of the slope, by the result.
pub(super) fn curvature(result: &Tensor) -> Tensor {
    result.mul(-2)
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| x[0].tanh());
        check_second(&[&[2, 3]], |x| x[0].tanh());
    }
}
