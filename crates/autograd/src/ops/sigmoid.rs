//! The logistic function.

use tensor_core::functions::Sigmoid;

use crate::tensor::Tensor;

impl Tensor {
    /// The logistic function: `1 / (1 + e^-x)`.
    ///
    /// Gradient: `grad * result (1 - result)`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([0.0, -1e4]).sigmoid().to_vec::<f32>(), [0.5, 0.0]);
    /// ```
    #[track_caller]
    pub fn sigmoid(&self) -> Tensor {
        self.smooth(Sigmoid, curvature)
    }
}

/// The derivative of the slope, by the result.
pub(super) fn curvature(result: &Tensor) -> Tensor {
    result.mul(-2).add(1)
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| x[0].sigmoid());
        check_second(&[&[2, 3]], |x| x[0].sigmoid());
    }
}
