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
        // On the left of 0 the exponential stays one; on the right the slope does not change, nor at 0 in PyTorch.
        self.smooth(Elu { alpha }, move |x| x.lt(0).where_(x.exp() * alpha, 0))
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};
    use crate::{BackwardOptions, Tensor, grad};

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

    #[test]
    fn the_slope_does_not_change_at_zero_and_beyond() {
        let x = Tensor::from([0.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1.0]).requires_grad_(true);
        let first = grad(
            &x.elu(0.7).sum(),
            &[&x],
            &BackwardOptions::new().create_graph(true),
        )
        .unwrap()
        .remove(0);
        let second = grad(&first.unwrap().sum(), &[&x], &BackwardOptions::new())
            .unwrap()
            .remove(0);
        assert_eq!(second.unwrap().to_vec::<f32>(), [0.0; 5]);
    }
}
