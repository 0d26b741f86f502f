//! Powers.

use tensor_core::Scalar;
use tensor_core::functions::Pow;

use crate::operators::{Arg, Operand};
use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// `self` to the power of a tensor, broadcast, or of a number: Python's `x ** exponent`.
    ///
    /// Gradient: `grad * exponent * x^(exponent - 1)` for `x`, 0 where the exponent is 0;
    /// `grad * result * ln(x)` for the exponent, 0 where `x` is 0 and the exponent is not negative.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([1.0, 2.0, 3.0]);
    /// assert_eq!(x.pow(&x).to_vec::<f32>(), [1.0, 4.0, 27.0]);
    /// assert_eq!(x.pow(-1).to_vec::<f32>(), [1.0, 0.5, 1.0 / 3.0]);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not broadcast, or integers are to be raised to a negative number.
    #[track_caller]
    pub fn pow(&self, exponent: impl Operand) -> Tensor {
        self.pow_arg(exponent.arg())
    }

    #[track_caller]
    fn pow_arg(&self, exponent: Arg<'_>) -> Tensor {
        match exponent {
            Arg::Number(exponent) => self.pow_number(exponent),
            Arg::Tensor(exponent) => self.pow_tensor(exponent),
        }
    }

    /// `self` to the power of an integer: [`pow`](Tensor::pow) under Rust's name for it.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([1.0, -3.0]).powi(2).to_vec::<f32>(), [1.0, 9.0]);
    /// ```
    ///
    /// # Panics
    /// If integers are to be raised to a negative number.
    #[track_caller]
    #[inline]
    pub fn powi(&self, exponent: i32) -> Tensor {
        self.pow_number(exponent.into())
    }

    /// `self` to the power of a floating-point number: [`pow`](Tensor::pow) under Rust's name for it.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([1.0, 4.0]).powf(0.5).to_vec::<f32>(), [1.0, 2.0]);
    /// ```
    #[track_caller]
    #[inline]
    pub fn powf(&self, exponent: f64) -> Tensor {
        self.pow_number(exponent.into())
    }

    /// A number to the power of `self`: Python's `base ** x`.
    ///
    /// Gradient: `grad * result * ln(base)`; for base 0 it is 0 where `x` is not negative.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([0, 1, 10]).rpow(2).to_vec::<i64>(), [1, 2, 1024]);
    /// ```
    #[track_caller]
    pub fn rpow(&self, base: impl Into<Scalar>) -> Tensor {
        let base = base.into();
        let value = Pow::of(base, &*self.value());
        let log = base.to_f64().ln();
        if base.to_f64() == 0.0 {
            return record(
                "PowBackward2",
                value,
                [self],
                [Save::Input(0), Save::Result],
                move |cx| {
                    let [x, result] = cx.saved();
                    let steep = cx.grad.mul(result.mul(log));
                    [Some(x.ge(0).where_(0, steep))]
                },
            );
        }
        record("PowBackward2", value, [self], [Save::Result], move |cx| {
            let [result] = cx.saved();
            [Some(cx.grad.mul(result.mul(log)))]
        })
    }

    #[track_caller]
    fn pow_number(&self, exponent: Scalar) -> Tensor {
        let power = exponent.to_f64();
        if power == 2.0 && exponent.promote(self.dtype()) == self.dtype() {
            return self.square();
        }
        let value = Pow::of(&*self.value(), exponent);
        if power == 0.0 {
            return record("Pow", value, [self], [], |cx| [Some(cx.grad.zeros_like())]);
        }
        record("Pow", value, [self], [Save::Input(0)], move |cx| {
            let [x] = cx.saved();
            [Some(cx.grad.mul(x.powf(power - 1.0).mul(power)))]
        })
    }

    #[track_caller]
    fn pow_tensor(&self, exponent: &Tensor) -> Tensor {
        let value = Pow::of(&*self.value(), &*exponent.value());
        let save = [Save::Input(0), Save::Input(1), Save::Result];
        record("PowBackward1", value, [self, exponent], save, |cx| {
            let [x, exponent, result] = cx.saved();
            [
                cx.to(0, |cx| {
                    let slope = x.pow(exponent.sub(1)).mul(exponent);
                    exponent.eq(0).where_(0, cx.grad.mul(slope))
                }),
                cx.to(1, |cx| {
                    let flat = x.eq(0).logical_and(&exponent.ge(0));
                    cx.grad
                        .mul(flat.where_(0, result.mul(x.to_dtype(result.dtype()).log())))
                }),
            ]
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};
    use crate::{DType, Tensor};

    #[test]
    fn gradients() {
        check(&[&[2, 3], &[3]], |x| (x[0].square() + 0.5).pow(&x[1]));
        check(&[&[2, 3]], |x| {
            x[0].powi(3) + x[0].powi(2) + x[0].powi(1) + x[0].powi(0)
        });
        check(&[&[2, 3]], |x| (x[0].square() + 0.5).powf(-1.5));
        check(&[&[2, 3]], |x| x[0].rpow(2.5));
    }

    #[test]
    fn second_derivatives() {
        check_second(&[&[2], &[2]], |x| (x[0].square() + 0.5).pow(&x[1]));
        check_second(&[&[3]], |x| x[0].powi(3) + x[0].powi(2));
        check_second(&[&[3]], |x| x[0].powi(1) + x[0].powi(0) + &x[0] * &x[0]);
        check_second(&[&[3]], |x| x[0].rpow(2.5));
    }

    fn slopes(values: [f64; 3], f: impl Fn(&Tensor) -> Tensor) -> Vec<f32> {
        let x = Tensor::from(values).requires_grad_(true);
        f(&x).sum().backward();
        x.grad().unwrap().to_vec()
    }

    #[test]
    fn special_points_are_those_of_pytorch() {
        assert_eq!(
            slopes([0.0, 1.0, 4.0], |x| x.powf(0.5)),
            [f32::INFINITY, 0.5, 0.25]
        );
        assert_eq!(slopes([0.0, 1.0, f64::NAN], |x| x.powi(0)), [0.0; 3]);
        assert_eq!(
            slopes([0.0, 1.0, f64::NAN], |x| x.pow(Tensor::from(0.0))),
            [0.0; 3]
        );
        assert_eq!(slopes([0.0, 1.0, 2.0], |x| x.rpow(0.0)), [0.0; 3]);
        assert_eq!(slopes([0.0, 1.0, 2.0], |x| Tensor::from(0.0).pow(x)), [0.0; 3]);
    }

    #[test]
    fn a_square_keeps_the_type_that_a_power_has() {
        let x = Tensor::from([3]);
        assert_eq!(x.powi(2).dtype(), DType::I64);
        assert_eq!(x.powf(2.0).dtype(), DType::F32);
        assert_eq!(Tensor::from([true]).powi(2).dtype(), DType::I64);
    }
}
