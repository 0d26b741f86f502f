//! `a / b`.

use tensor_core::Scalar;
use tensor_core::functions::Div;

use crate::operators::{Arg, Operand};
use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// The quotient, broadcast; floating point even of integers: `a / b`.
    ///
    /// Gradient: `grad / b` for `a`, `-grad * (a / b) / b` for `b`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!((Tensor::from([1, 2]) / 2).to_vec::<f32>(), [0.5, 1.0]);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not broadcast.
    #[track_caller]
    #[inline]
    pub fn div(&self, other: impl Operand) -> Tensor {
        self.div_arg(other.arg())
    }

    #[track_caller]
    fn div_arg(&self, other: Arg<'_>) -> Tensor {
        match other {
            Arg::Number(number) => {
                let value = Div::of(&*self.value(), number);
                record("Div", value, [self], [], move |cx| [Some(cx.grad.div(number))])
            }
            Arg::Tensor(other) => {
                let value = Div::of(&*self.value(), &*other.value());
                let save = [Save::Input(0), Save::Input(1)];
                record("Div", value, [self, other], save, |cx| {
                    let [a, b] = cx.saved();
                    [
                        cx.to(0, |cx| cx.grad.div(b)),
                        cx.to(1, |cx| cx.grad.neg().mul(a.div(b).div(b))),
                    ]
                })
            }
        }
    }

    /// `number / self`: the division sign with a number on its left.
    #[track_caller]
    pub(crate) fn div_into(&self, number: impl Into<Scalar>) -> Tensor {
        let number = number.into();
        let value = Div::of(number, &*self.value());
        // PyTorch multiplies the number by the reciprocal.
        record("Mul", value, [self], [Save::Input(0), Save::Result], |cx| {
            let [x, result] = cx.saved();
            [Some(cx.grad.neg().mul(result.div(x)))]
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3], &[2, 1]], |x| &x[0] / (&x[1] * &x[1] + 1.0));
        check(&[&[3]], |x| 2.0 / (&x[0] * &x[0] + 0.5) / 3.0);
        check_second(&[&[2], &[2]], |x| &x[0] / (&x[1] * &x[1] + 1.0));
    }
}
