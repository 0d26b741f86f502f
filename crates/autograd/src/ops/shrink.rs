//! Rectifiers of both signs: what is near 0 becomes 0.

use tensor_core::Error;
use tensor_core::functions::{Hardshrink, Softshrink};

use crate::tensor::Tensor;

impl Tensor {
    /// `x` outside of `[-lambd, lambd]`, else 0.
    ///
    /// Gradient: `grad` outside, else 0.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([-2.0, 0.5, 1.0]).hardshrink(0.5).to_vec::<f32>(), [-2.0, 0.0, 1.0]);
    /// ```
    ///
    /// # Panics
    /// If the elements are not floating point.
    #[track_caller]
    pub fn hardshrink(&self, lambd: f64) -> Tensor {
        self.piecewise(Hardshrink { lambd })
    }

    /// `x` moved towards 0 by `lambd`, and 0 where it would pass it.
    ///
    /// Gradient: `grad` outside of `[-lambd, lambd]`, else 0.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([-2.0, 0.5, 1.0]).softshrink(0.5).to_vec::<f32>(), [-1.5, 0.0, 0.5]);
    /// ```
    ///
    /// # Panics
    /// If `lambd` is negative, or the elements are not floating point.
    #[track_caller]
    pub fn softshrink(&self, lambd: f64) -> Tensor {
        if lambd < 0.0 {
            Error::argument(format!("softshrink: lambd is {lambd}, and must not be negative")).raise();
        }
        self.piecewise(Softshrink { lambd })
    }

    /// `x - tanh(x)`: flat near 0.
    ///
    /// Gradient: `grad * tanh(x)^2`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([-20.0, 0.0]).tanhshrink().to_vec::<f32>(), [-19.0, 0.0]);
    /// ```
    ///
    /// # Panics
    /// If the elements are bool.
    #[track_caller]
    pub fn tanhshrink(&self) -> Tensor {
        self.sub(self.tanh())
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[4, 3]], |x| {
            x[0].hardshrink(0.3) + x[0].softshrink(0.3) + x[0].tanhshrink()
        });
        check_second(&[&[4, 3]], |x| {
            x[0].hardshrink(0.3).square() + x[0].softshrink(0.3).square() + x[0].tanhshrink()
        });
    }

    #[test]
    fn not_a_number_stays() {
        let x = Tensor::from([f64::NAN, f64::INFINITY]).requires_grad_(true);
        let y = x.softshrink(0.5);
        y.sum().backward();
        assert!(y.to_vec::<f32>()[0].is_nan() && y.to_vec::<f32>()[1].is_infinite());
        assert_eq!(x.grad().unwrap().to_vec::<f32>(), [1.0, 1.0]);
    }
}
