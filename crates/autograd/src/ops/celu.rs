//! The continuously differentiable exponential linear unit.

use tensor_core::Error;
use tensor_core::functions::Celu;

use crate::tensor::Tensor;

impl Tensor {
    /// `x` where positive, else `alpha (e^(x / alpha) - 1)`.
    ///
    /// Gradient: `grad` where `x` is positive, else `grad * e^(x / alpha)`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([-1e4, 3.0]).celu(2.0).to_vec::<f32>(), [-2.0, 3.0]);
    /// ```
    ///
    /// # Panics
    /// If `alpha` is 0, or the elements are not floating point.
    #[track_caller]
    pub fn celu(&self, alpha: f64) -> Tensor {
        if alpha == 0.0 {
            Error::argument("celu: alpha must not be 0").raise();
        }
        // As in the slope.
        let inverse = 1.0 / f64::from(alpha as f32);
        self.smooth(Celu { alpha }, move |x| {
            let negative = (x * inverse).exp() * (alpha * inverse * inverse);
            x.lt(0).where_(negative, 0)
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[4, 3]], |x| x[0].celu(0.7).square());
        check_second(&[&[4, 3]], |x| x[0].celu(0.7).square());
    }
}
