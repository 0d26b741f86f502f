//! `a + b`.

use tensor_core::functions::Add;

use crate::operators::{Arg, Operand};
use crate::record::record;
use crate::tensor::Tensor;

impl Tensor {
    /// The sum, broadcast: `a + b`.
    ///
    /// Gradient: `grad` for both.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let y = Tensor::from([[1.0], [2.0]]) + Tensor::from([10.0, 20.0]);
    /// assert_eq!(y.to_vec::<f32>(), [11.0, 21.0, 12.0, 22.0]);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not broadcast.
    #[track_caller]
    #[inline]
    pub fn add(&self, other: impl Operand) -> Tensor {
        self.add_arg(other.arg())
    }

    #[track_caller]
    fn add_arg(&self, other: Arg<'_>) -> Tensor {
        match other {
            Arg::Number(number) => {
                let value = Add::of(&*self.value(), number);
                record("Add", value, [self], [], |cx| [Some(cx.grad)])
            }
            Arg::Tensor(other) => {
                let value = Add::of(&*self.value(), &*other.value());
                record("Add", value, [self, other], [], |cx| {
                    [cx.to(0, |cx| cx.grad.clone()), Some(cx.grad)]
                })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::check;

    #[test]
    fn gradients() {
        check(&[&[2, 3], &[3]], |x| &x[0] + &x[1]);
        check(&[&[2, 3]], |x| 2.0 + &x[0] + 1);
    }
}
