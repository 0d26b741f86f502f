//! `a - b`.

use tensor_core::Scalar;
use tensor_core::functions::Sub;

use crate::operators::{Arg, Operand};
use crate::record::record;
use crate::tensor::Tensor;

impl Tensor {
    /// The difference, broadcast: `a - b`.
    ///
    /// Gradient: `grad` for `a`, `-grad` for `b`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!((1.0 - Tensor::from([1.0, 3.0])).to_vec::<f32>(), [0.0, -2.0]);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not broadcast, or either is bool.
    #[track_caller]
    #[inline]
    pub fn sub(&self, other: impl Operand) -> Tensor {
        self.sub_arg(other.arg())
    }

    #[track_caller]
    fn sub_arg(&self, other: Arg<'_>) -> Tensor {
        match other {
            Arg::Number(number) => {
                let value = Sub::of(&*self.value(), number);
                record("Sub", value, [self], [], |cx| [Some(cx.grad)])
            }
            Arg::Tensor(other) => {
                let value = Sub::of(&*self.value(), &*other.value());
                record("Sub", value, [self, other], [], |cx| {
                    let right = cx.to(1, |cx| cx.grad.neg());
                    [Some(cx.grad), right]
                })
            }
        }
    }

    /// `number - self`: the minus sign with a number on its left.
    #[track_caller]
    pub(crate) fn sub_from(&self, number: impl Into<Scalar>) -> Tensor {
        let value = Sub::of(number.into(), &*self.value());
        record("RsubBackward1", value, [self], [], |cx| [Some(cx.grad.neg())])
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::check;

    #[test]
    fn gradients() {
        check(&[&[2, 3], &[2, 1]], |x| &x[0] - &x[1]);
        check(&[&[3]], |x| 2.0 - (&x[0] - 1.0));
    }
}
