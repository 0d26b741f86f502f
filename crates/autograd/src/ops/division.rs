//! Divisions that round, and what they leave: Python's `//` and `%`.

use std::ops::Rem;

use tensor_core::functions::{FloorDivide, Fmod, Remainder, TruncDivide};
use tensor_core::{Array, Side};

use crate::operators::{Arg, Operand};
use crate::record::{Save, record};
use crate::tensor::Tensor;

/// How [`Tensor::div_rounding`] makes a quotient whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoundingMode {
    /// Towards 0, as integers of C and Rust are divided.
    Trunc,
    /// Down, as Python's `//`.
    Floor,
}

impl Tensor {
    /// The quotient rounded to a whole number, broadcast; of the element type that both promote to, so integers stay
    /// integers. PyTorch's `div` with `rounding_mode`.
    ///
    /// Gradient: 0.
    ///
    /// ```
    /// # use autograd::{RoundingMode, Tensor};
    /// let x = Tensor::from([-7, 7]);
    /// assert_eq!(x.div_rounding(2, RoundingMode::Trunc).to_vec::<i64>(), [-3, 3]);
    /// assert_eq!(x.div_rounding(2, RoundingMode::Floor).to_vec::<i64>(), [-4, 3]);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not broadcast, both sides are bool, or an integer is divided by 0.
    #[track_caller]
    pub fn div_rounding(&self, other: impl Operand, mode: RoundingMode) -> Tensor {
        self.rounded_quotient(other.arg(), mode)
    }

    /// The quotient rounded down, Python's `a // b`: [`div_rounding`](Tensor::div_rounding) by [`RoundingMode::Floor`].
    ///
    /// Gradient: 0.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([-7.0, 7.0]).floor_divide(2).to_vec::<f32>(), [-4.0, 3.0]);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not broadcast, both sides are bool, or an integer is divided by 0.
    #[track_caller]
    pub fn floor_divide(&self, other: impl Operand) -> Tensor {
        self.rounded_quotient(other.arg(), RoundingMode::Floor)
    }

    #[track_caller]
    fn rounded_quotient(&self, other: Arg<'_>, mode: RoundingMode) -> Tensor {
        match other {
            Arg::Number(number) => {
                let value = quotient(mode, (&*self.value()).into(), number.into());
                record("Div", value, [self], [], |cx| [Some(cx.grad.zeros_like())])
            }
            Arg::Tensor(other) => {
                let value = quotient(mode, (&*self.value()).into(), (&*other.value()).into());
                record("Div", value, [self, other], [], |cx| {
                    let zeros = cx.grad.zeros_like();
                    [cx.to(0, |_| zeros.clone()), cx.to(1, |_| zeros.clone())]
                })
            }
        }
    }

    /// What flooring division leaves, with the sign of the divisor, broadcast: Python's `a % b`.
    ///
    /// Gradient: `grad` for `a`, `-grad * (a // b)` for `b`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([-7, 7]).remainder(3).to_vec::<i64>(), [2, 1]);
    /// assert_eq!((Tensor::from([-7.5]) % 2).to_vec::<f32>(), [0.5]);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not broadcast, both sides are bool, or an integer is divided by 0.
    #[track_caller]
    pub fn remainder(&self, other: impl Operand) -> Tensor {
        self.rest("Remainder", other.arg(), RoundingMode::Floor)
    }

    /// What truncating division leaves, with the sign of the dividend, broadcast: C's `fmod`.
    ///
    /// Gradient: `grad` for `a`, `-grad * trunc(a / b)` for `b`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([-7, 7]).fmod(3).to_vec::<i64>(), [-1, 1]);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not broadcast, both sides are bool, or an integer is divided by 0.
    #[track_caller]
    pub fn fmod(&self, other: impl Operand) -> Tensor {
        self.rest("Fmod", other.arg(), RoundingMode::Trunc)
    }

    #[track_caller]
    fn rest(&self, name: &'static str, other: Arg<'_>, mode: RoundingMode) -> Tensor {
        match other {
            Arg::Number(number) => {
                let value = left_over(mode, (&*self.value()).into(), number.into());
                record(name, value, [self], [], |cx| [Some(cx.grad)])
            }
            Arg::Tensor(other) => {
                let value = left_over(mode, (&*self.value()).into(), (&*other.value()).into());
                let save = [Save::Input(0), Save::Input(1)];
                record(name, value, [self, other], save, move |cx| {
                    let [a, b] = cx.saved();
                    [
                        cx.to(0, |cx| cx.grad.clone()),
                        cx.to(1, |cx| cx.grad.neg().mul(a.div_rounding(b, mode))),
                    ]
                })
            }
        }
    }
}

#[track_caller]
fn quotient(mode: RoundingMode, a: Side<'_>, b: Side<'_>) -> Array {
    match mode {
        RoundingMode::Trunc => TruncDivide::of(a, b),
        RoundingMode::Floor => FloorDivide::of(a, b),
    }
}

/// What is left over by [`quotient`].
#[track_caller]
fn left_over(mode: RoundingMode, a: Side<'_>, b: Side<'_>) -> Array {
    match mode {
        RoundingMode::Trunc => Fmod::of(a, b),
        RoundingMode::Floor => Remainder::of(a, b),
    }
}

/// [`Tensor::remainder`], with Python's sign: that of the divisor.
impl<R: Operand> Rem<R> for Tensor {
    type Output = Tensor;

    #[track_caller]
    fn rem(self, right: R) -> Tensor {
        self.remainder(right)
    }
}

/// [`Tensor::remainder`], with Python's sign: that of the divisor.
impl<R: Operand> Rem<R> for &Tensor {
    type Output = Tensor;

    #[track_caller]
    fn rem(self, right: R) -> Tensor {
        self.remainder(right)
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3], &[3]], |x| (&x[0] * 3.0).fmod(x[1].square() + 0.7));
        check(&[&[2, 3], &[3]], |x| (&x[0] * 3.0).remainder(x[1].square() + 0.7));
        check(&[&[2, 3]], |x| (&x[0] * 3.0) % 0.7 + x[0].floor_divide(0.3));
        check_second(&[&[2, 3], &[3]], |x| {
            (&x[0] * 3.0).fmod(x[1].square() + 0.7).square()
        });
    }

    #[test]
    #[should_panic(expected = "floor_divide: an integer is divided by 0")]
    fn integers_are_not_divided_by_zero() {
        Tensor::from([1, 2]).floor_divide(Tensor::from([1, 0]));
    }
}
