//! A choice between two.

use tensor_core::where_;

use crate::operators::{Arg, Operand};
use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// `a` where this condition holds, else `b`, all three broadcast: `torch.where(self, a, b)`.
    ///
    /// Gradient: `grad` where the condition holds, else 0, for `a`; the other way round for `b`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([-1.0, 2.0]);
    /// assert_eq!(x.gt(0).where_(&x, 0.5).to_vec::<f32>(), [0.5, 2.0]);
    /// ```
    ///
    /// # Panics
    /// If this is neither bool nor uint8, or the shapes do not broadcast.
    #[track_caller]
    pub fn where_(&self, a: impl Operand, b: impl Operand) -> Tensor {
        self.where_arg(a.arg(), b.arg())
    }

    #[track_caller]
    fn where_arg(&self, a: Arg<'_>, b: Arg<'_>) -> Tensor {
        let condition = self.value();
        match (a, b) {
            (Arg::Tensor(a), Arg::Tensor(b)) => {
                let value = where_(&condition, &*a.value(), &*b.value());
                record("Where", value, [a, b], [Save::Value(&condition)], |cx| {
                    let [condition] = cx.saved();
                    [
                        cx.to(0, |cx| condition.where_(&cx.grad, 0)),
                        cx.to(1, |cx| condition.where_(0, &cx.grad)),
                    ]
                })
            }
            (Arg::Tensor(a), Arg::Number(b)) => {
                let value = where_(&condition, &*a.value(), b);
                record("Where", value, [a], [Save::Value(&condition)], |cx| {
                    let [condition] = cx.saved();
                    [Some(condition.where_(&cx.grad, 0))]
                })
            }
            (Arg::Number(a), Arg::Tensor(b)) => {
                let value = where_(&condition, a, &*b.value());
                record("Where", value, [b], [Save::Value(&condition)], |cx| {
                    let [condition] = cx.saved();
                    [Some(condition.where_(0, &cx.grad))]
                })
            }
            (Arg::Number(a), Arg::Number(b)) => where_(&condition, a, b).into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};
    use crate::{DType, Tensor};

    #[test]
    fn gradients() {
        check(&[&[2, 3], &[3]], |x| x[0].gt(&x[1]).where_(&x[0], &x[1]));
        check(&[&[2, 3]], |x| {
            x[0].gt(0).where_(&x[0], 1.0) + x[0].lt(0.5).where_(2.0, &x[0])
        });
        check_second(&[&[2, 3], &[3]], |x| x[0].gt(&x[1]).where_(&x[0], &x[1]) * &x[0]);
    }

    #[test]
    fn bytes_are_a_condition() {
        // torch.where(torch.tensor([0, 1, 2], dtype=torch.uint8), a, b)
        let a = Tensor::from([1.0, 2.0, 3.0]).requires_grad_(true);
        let chosen = Tensor::from([0, 1, 2])
            .to_dtype(DType::U8)
            .where_(&a, Tensor::from([4.0, 5.0, 6.0]));
        assert_eq!(chosen.to_vec::<f32>(), [4.0, 2.0, 3.0]);
        chosen.sum().backward();
        assert_eq!(a.grad().unwrap().to_vec::<f32>(), [0.0, 1.0, 1.0]);
    }

    #[test]
    fn what_was_not_chosen_has_no_gradient() {
        // The slope of the logarithm at 0 is infinite, and 0 times that is not a number: here as everywhere.
        let x = Tensor::from([0.0, 1.0]).requires_grad_(true);
        x.gt(0).where_(x.log(), 0).sum().backward();
        let grad = x.grad().unwrap().to_vec::<f32>();
        assert!(grad[0].is_nan() && grad[1] == 1.0, "{grad:?}");
    }
}
