//! The tangent and the inverse functions of angles, and `sinc`; `sin` and `cos` have files of their own.

use std::f64::consts::PI;

use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// The tangent of an angle in radians.
    ///
    /// Gradient: `grad * (1 + result^2)`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([0.0, 1.0]).tan().to_vec::<f32>(), [0.0, 1.0_f32.tan()]);
    /// ```
    #[track_caller]
    pub fn tan(&self) -> Tensor {
        record("Tan", self.value().tan(), [self], [Save::Result], |cx| {
            let [result] = cx.saved();
            [Some(cx.grad.mul(result.square().add(1)))]
        })
    }

    /// The angle in `[-π/2, π/2]` of a sine; not-a-number outside of [-1, 1].
    ///
    /// Gradient: `grad / sqrt(1 - x^2)`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([0.0, 1.0]).asin().to_vec::<f32>(), [0.0, std::f32::consts::FRAC_PI_2]);
    /// ```
    #[track_caller]
    pub fn asin(&self) -> Tensor {
        record("Asin", self.value().asin(), [self], [Save::Input(0)], |cx| {
            let [x] = cx.saved();
            [Some(cx.grad.mul((1.0 - x.square()).rsqrt()))]
        })
    }

    /// The angle in `[0, π]` of a cosine; not-a-number outside of [-1, 1].
    ///
    /// Gradient: `-grad / sqrt(1 - x^2)`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([1.0, -1.0]).acos().to_vec::<f32>(), [0.0, std::f32::consts::PI]);
    /// ```
    #[track_caller]
    pub fn acos(&self) -> Tensor {
        record("Acos", self.value().acos(), [self], [Save::Input(0)], |cx| {
            let [x] = cx.saved();
            [Some(cx.grad.neg().mul((1.0 - x.square()).rsqrt()))]
        })
    }

    /// The angle in `(-π/2, π/2)` of a tangent.
    ///
    /// Gradient: `grad / (1 + x^2)`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([0.0, 1.0]).atan().to_vec::<f32>(), [0.0, std::f32::consts::FRAC_PI_4]);
    /// ```
    #[track_caller]
    pub fn atan(&self) -> Tensor {
        record("Atan", self.value().atan(), [self], [Save::Input(0)], |cx| {
            let [x] = cx.saved();
            [Some(cx.grad.div(x.square().add(1)))]
        })
    }

    /// `sin(π x) / (π x)`, and 1 at 0.
    ///
    /// Gradient: `grad * (cos(π x) - sinc(x)) / x`, and 0 at 0.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([0.0, 0.5]).sinc().to_vec::<f32>(), [1.0, std::f32::consts::FRAC_2_PI]);
    /// ```
    #[track_caller]
    pub fn sinc(&self) -> Tensor {
        record(
            "Sinc",
            self.value().sinc(),
            [self],
            [Save::Input(0), Save::Result],
            |cx| {
                let [x, result] = cx.saved();
                [Some(
                    x.eq(0).where_(0, cx.grad.mul(x.mul(PI).cos().sub(result).div(x))),
                )]
            },
        )
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| x[0].tan());
        check_second(&[&[2, 3]], |x| x[0].tan());
        check(&[&[2, 3]], |x| (&x[0] * 0.3).asin());
        check_second(&[&[2, 3]], |x| (&x[0] * 0.3).asin());
        check(&[&[2, 3]], |x| (&x[0] * 0.3).acos());
        check_second(&[&[2, 3]], |x| (&x[0] * 0.3).acos());
        check(&[&[2, 3]], |x| x[0].atan());
        check_second(&[&[2, 3]], |x| x[0].atan());
        check(&[&[2, 3]], |x| x[0].sinc());
        check_second(&[&[2, 3]], |x| x[0].sinc());
    }

    #[test]
    fn at_the_bounds_slopes_are_infinite() {
        let x = crate::Tensor::from([0.0, 1.0, 2.0]).requires_grad_(true);
        (x.asin() + x.sinc()).sum().backward();
        let slopes = x.grad().unwrap().to_vec::<f32>();
        assert!(slopes[0] == 1.0 && slopes[1].is_infinite() && slopes[2].is_nan());
    }
}
