//! The exponential linear unit.

use tensor_core::functions::Elu;

use crate::tensor::Tensor;

impl Tensor {
    /// The exponential linear unit: `x` where positive, else `alpha (e^x - 1)`.
    ///
    /// Gradient: `grad` where `x` is positive, else `grad * alpha e^x`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([-1e4, 3.0]).elu(2.0).to_vec::<f32>(), [-2.0, 3.0]);
    /// ```
    ///
    /// # Panics
    /// If the elements are not floating point.
    #[track_caller]
    pub fn elu(&self, alpha: f64) -> Tensor {
        // On the left of 0 the exponential stays one; on the right the slope does not change.
        self.smooth(Elu { alpha }, move |x| x.le(0).where_(x.exp() * alpha, 0))
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| x[0].elu(0.7));
        check_second(&[&[2, 3]], |x| x[0].elu(0.7).square());
    }

    #[test]
    fn the_slope_at_zero_is_that_of_the_left() {
        let x = Tensor::from([0.0, f64::NEG_INFINITY, f64::NAN]).requires_grad_(true);
        x.elu(0.5).sum().backward();
        assert_eq!(x.grad().unwrap().to_vec::<f32>(), [0.5, 0.0, 1.0]);
    }
}
