//! The error function.

use std::f64::consts::FRAC_2_SQRT_PI;

use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// The error function: `2/sqrt(π)` times the integral of `e^(-t^2)` from 0 to `x`.
    ///
    /// Gradient: `grad * 2/sqrt(π) e^(-x^2)`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([0.0, 9.0, -9.0]).erf().to_vec::<f32>(), [0.0, 1.0, -1.0]);
    /// ```
    #[track_caller]
    pub fn erf(&self) -> Tensor {
        record("Erf", self.value().erf(), [self], [Save::Input(0)], |cx| {
            let [x] = cx.saved();
            [Some(cx.grad.mul(x.square().neg().exp().mul(FRAC_2_SQRT_PI)))]
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| x[0].erf());
        check_second(&[&[2, 3]], |x| x[0].erf());
    }
}
