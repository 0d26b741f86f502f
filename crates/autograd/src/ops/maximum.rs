//! The larger and the smaller of two.

use tensor_core::Array;
use tensor_core::functions::{Maximum, Minimum};

use crate::operators::{Arg, Operand};
use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// The larger of both, element by element, broadcast; not-a-number wins.
    ///
    /// Gradient: `grad` for the larger; where both are equal, half of it for each.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([1.0, 5.0]).maximum(3.0).to_vec::<f32>(), [3.0, 5.0]);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not broadcast.
    #[track_caller]
    pub fn maximum(&self, other: impl Operand) -> Tensor {
        self.maximum_arg(other.arg())
    }

    #[track_caller]
    fn maximum_arg(&self, other: Arg<'_>) -> Tensor {
        match other {
            Arg::Tensor(other) => self.maximum_tensor(other),
            Arg::Number(number) => self.maximum_tensor(&self.number_like(number)),
        }
    }

    #[track_caller]
    fn maximum_tensor(&self, other: &Tensor) -> Tensor {
        let value = Maximum::of(&*self.value(), &*other.value());
        extreme("Maximum", value, [self, other], |a, b| a.lt(b))
    }

    /// The smaller of both, element by element, broadcast; not-a-number wins.
    ///
    /// Gradient: `grad` for the smaller; where both are equal, half of it for each.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([1.0, 5.0]).minimum(3.0).to_vec::<f32>(), [1.0, 3.0]);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not broadcast.
    #[track_caller]
    pub fn minimum(&self, other: impl Operand) -> Tensor {
        self.minimum_arg(other.arg())
    }

    #[track_caller]
    fn minimum_arg(&self, other: Arg<'_>) -> Tensor {
        match other {
            Arg::Tensor(other) => self.minimum_tensor(other),
            Arg::Number(number) => self.minimum_tensor(&self.number_like(number)),
        }
    }

    #[track_caller]
    fn minimum_tensor(&self, other: &Tensor) -> Tensor {
        let value = Minimum::of(&*self.value(), &*other.value());
        extreme("Minimum", value, [self, other], |a, b| a.gt(b))
    }

    /// A plain number as a 0-d tensor of the type that it takes beside this one.
    #[track_caller]
    pub(super) fn number_like(&self, number: tensor_core::Scalar) -> Tensor {
        Tensor::options()
            .dtype(number.promote(self.dtype()))
            .full((), number)
    }
}

/// The extreme of two; `loses` says where the first is not it.
#[track_caller]
fn extreme(
    name: &'static str,
    value: Array,
    sides: [&Tensor; 2],
    loses: fn(&Tensor, &Tensor) -> Tensor,
) -> Tensor {
    record(name, value, sides, [Save::Input(0), Save::Input(1)], move |cx| {
        let [a, b] = cx.saved();
        // Questions about not-a-number are answered no, so both get all of it, as in PyTorch.
        let shared = a.eq(b).where_(cx.grad.mul(0.5), &cx.grad);
        [
            cx.to(0, |_| loses(a, b).where_(0, &shared)),
            cx.to(1, |_| loses(b, a).where_(0, &shared)),
        ]
    })
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3], &[3]], |x| x[0].maximum(&x[1]));
        check(&[&[2, 3], &[2, 1]], |x| x[0].minimum(&x[1]));
        check(&[&[2, 3]], |x| x[0].maximum(0.2) + x[0].minimum(-0.2));
        check_second(&[&[2, 3], &[3]], |x| x[0].maximum(&x[1]) * &x[0]);
    }

    #[test]
    fn a_tie_is_shared() {
        let ops: [fn(&Tensor, &Tensor) -> Tensor; 2] = [|a, b| a.maximum(b), |a, b| a.minimum(b)];
        for op in ops {
            let a = Tensor::from([1.0, f64::NAN]).requires_grad_(true);
            let b = Tensor::from([1.0, 2.0]).requires_grad_(true);
            op(&a, &b).sum().backward();
            for x in [a, b] {
                assert_eq!(x.grad().unwrap().to_vec::<f32>(), [0.5, 1.0]);
            }
        }
    }
}
