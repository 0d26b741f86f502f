//! `a * b`.

use tensor_core::functions::Mul;

use crate::operators::{Arg, Operand};
use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// The product, element by element, broadcast: `a * b`.
    ///
    /// Gradient: `grad * b` for `a`, `grad * a` for `b`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!((3.0 * Tensor::from([1.0, 2.0])).to_vec::<f32>(), [3.0, 6.0]);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not broadcast.
    #[track_caller]
    #[inline]
    pub fn mul(&self, other: impl Operand) -> Tensor {
        self.mul_arg(other.arg())
    }

    #[track_caller]
    fn mul_arg(&self, other: Arg<'_>) -> Tensor {
        match other {
            Arg::Number(number) => {
                let value = Mul::of(&*self.value(), number);
                record("Mul", value, [self], [], move |cx| [Some(cx.grad.mul(number))])
            }
            Arg::Tensor(other) => {
                let value = Mul::of(&*self.value(), &*other.value());
                let save = [Save::Input(0), Save::Input(1)];
                record("Mul", value, [self, other], save, |cx| {
                    let [a, b] = cx.saved();
                    [cx.to(0, |cx| cx.grad.mul(b)), cx.to(1, |cx| cx.grad.mul(a))]
                })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3], &[3]], |x| &x[0] * &x[1]);
        check(&[&[2]], |x| 2.0 * &x[0] * 3);
        check_second(&[&[2, 3], &[3]], |x| &x[0] * &x[1]);
    }
}
