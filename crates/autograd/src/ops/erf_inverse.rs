//! What is left of the error function, and its inverse; `erf` has a file of its own.

use std::f64::consts::FRAC_2_SQRT_PI;

use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// `1 - erf(x)`, accurate where that is small.
    ///
    /// Gradient: `-grad * 2/sqrt(π) e^(-x^2)`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([0.0, -9.0]).erfc().to_vec::<f32>(), [1.0, 2.0]);
    /// ```
    #[track_caller]
    pub fn erfc(&self) -> Tensor {
        record("Erfc", self.value().erfc(), [self], [Save::Input(0)], |cx| {
            let [x] = cx.saved();
            [Some(cx.grad.mul(x.square().neg().exp().mul(-FRAC_2_SQRT_PI)))]
        })
    }

    /// `e^(x^2) erfc(x)`, which does not vanish. PyTorch's `torch.special.erfcx`.
    ///
    /// Gradient: `grad * (2 x result - 2/sqrt(π))`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([0.0, 1000.0]).erfcx().to_vec::<f32>(), [1.0, 0.000_564_189_3]);
    /// ```
    #[track_caller]
    pub fn erfcx(&self) -> Tensor {
        let save = [Save::Input(0), Save::Result];
        record("SpecialErfcx", self.value().erfcx(), [self], save, |cx| {
            let [x, result] = cx.saved();
            [Some(cx.grad.mul(x.mul(2.0).mul(result).sub(FRAC_2_SQRT_PI)))]
        })
    }

    /// The number whose [`erf`](Tensor::erf) it is; infinite at -1 and 1, not-a-number beyond.
    ///
    /// Gradient: `grad * sqrt(π)/2 e^(result^2)`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([0.0, 1.0]).erfinv().to_vec::<f32>(), [0.0, f32::INFINITY]);
    /// ```
    #[track_caller]
    pub fn erfinv(&self) -> Tensor {
        record("Erfinv", self.value().erfinv(), [self], [Save::Result], |cx| {
            let [result] = cx.saved();
            [Some(cx.grad.mul(result.square().exp().div(FRAC_2_SQRT_PI)))]
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| x[0].erfcx());
        check_second(&[&[2, 3]], |x| x[0].erfcx());
        check(&[&[2, 3]], |x| x[0].erfc());
        check_second(&[&[2, 3]], |x| x[0].erfc());
        check(&[&[2, 3]], |x| (&x[0] * 0.3).erfinv());
        check_second(&[&[2, 3]], |x| (&x[0] * 0.3).erfinv());
    }
}
