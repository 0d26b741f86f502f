//! `|x|`.

use tensor_core::functions::Abs;

use crate::tensor::Tensor;

impl Tensor {
    /// The absolute value: `|x|`.
    ///
    /// Gradient: `grad` times the sign of `x`, 0 at 0.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([-2.0, 3.0]).abs().to_vec::<f32>(), [2.0, 3.0]);
    /// ```
    ///
    /// # Panics
    /// If the elements are bool.
    #[track_caller]
    pub fn abs(&self) -> Tensor {
        self.piecewise(Abs)
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};
    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| x[0].abs());
        check_second(&[&[2, 3]], |x| x[0].abs() * &x[0]);
    }

    #[test]
    fn the_slope_at_zero_is_zero() {
        let x = Tensor::from([0.0, -0.0, f64::NAN, -1.0]).requires_grad_(true);
        x.abs().sum().backward();
        assert_eq!(x.grad().unwrap().to_vec::<f32>(), [0.0, 0.0, 0.0, -1.0]);
    }
}
