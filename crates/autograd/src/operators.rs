//! `+ - * / -x` and their assigning forms, for owned and borrowed tensors and plain numbers.

use std::iter::Sum;
use std::ops;

use tensor_core::Scalar;

use crate::tensor::Tensor;

/// One side of an operation, seen.
#[derive(Clone, Copy)]
pub enum Arg<'a> {
    /// A tensor.
    Tensor(&'a Tensor),
    /// A plain number, which does not decide the element type.
    Number(Scalar),
}

/// What stands on the right of an operator: a tensor, owned or borrowed, or a plain number.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a tensor nor a number",
    note = "operands are `Tensor`, `&Tensor`, `&Parameter`, and numbers such as `2.0` and `2`"
)]
pub trait Operand {
    /// The operand, seen.
    fn arg(&self) -> Arg<'_>;
}

impl Operand for Tensor {
    #[inline]
    fn arg(&self) -> Arg<'_> {
        Arg::Tensor(self)
    }
}

impl<T: Operand + ?Sized> Operand for &T {
    #[inline]
    fn arg(&self) -> Arg<'_> {
        (**self).arg()
    }
}

macro_rules! number_operand {
    ($($number:ty),*) => {$(
        impl Operand for $number {
            #[inline]
            fn arg(&self) -> Arg<'_> {
                Arg::Number(Scalar::from(*self))
            }
        }
    )*};
}
number_operand!(f32, f64, i32, i64, usize, bool, u8);

impl Operand for Scalar {
    #[inline]
    fn arg(&self) -> Arg<'_> {
        Arg::Number(*self)
    }
}

macro_rules! operator {
    ($($trait:ident $method:ident, $assign_trait:ident $assign:ident $in_place:ident, $from_left:ident;)*) => {$(
        impl<R: Operand> ops::$trait<R> for Tensor {
            type Output = Tensor;
            #[inline]
            #[track_caller]
            fn $method(self, right: R) -> Tensor {
                Tensor::$method(&self, right)
            }
        }
        impl<R: Operand> ops::$trait<R> for &Tensor {
            type Output = Tensor;
            #[inline]
            #[track_caller]
            fn $method(self, right: R) -> Tensor {
                Tensor::$method(self, right)
            }
        }
        #[doc = concat!("[`", stringify!($in_place), "`](Tensor::", stringify!($in_place), "): the tensor stays, and with it its shape and element type.")]
        impl<R: Operand> ops::$assign_trait<R> for Tensor {
            #[inline]
            #[track_caller]
            fn $assign(&mut self, right: R) {
                self.$in_place(right);
            }
        }
        operator!(@left $trait $method $from_left f64 i64);
    )*};
    (@left $trait:ident $method:ident $from_left:ident $($number:ty)*) => {$(
        impl ops::$trait<Tensor> for $number {
            type Output = Tensor;
            #[inline]
            #[track_caller]
            fn $method(self, right: Tensor) -> Tensor {
                right.$from_left(self)
            }
        }
        impl ops::$trait<&Tensor> for $number {
            type Output = Tensor;
            #[inline]
            #[track_caller]
            fn $method(self, right: &Tensor) -> Tensor {
                right.$from_left(self)
            }
        }
    )*};
}

operator! {
    Add add, AddAssign add_assign add_, add;
    Sub sub, SubAssign sub_assign sub_, sub_from;
    Mul mul, MulAssign mul_assign mul_, mul;
    Div div, DivAssign div_assign div_, div_into;
}

impl ops::Neg for Tensor {
    type Output = Tensor;
    #[track_caller]
    fn neg(self) -> Tensor {
        Tensor::neg(&self)
    }
}

impl ops::Neg for &Tensor {
    type Output = Tensor;
    #[track_caller]
    fn neg(self) -> Tensor {
        Tensor::neg(self)
    }
}

impl Sum for Tensor {
    /// The sum of tensors, broadcast; of none, a 0-d tensor of 0.
    #[track_caller]
    fn sum<I: Iterator<Item = Tensor>>(mut tensors: I) -> Tensor {
        match tensors.next() {
            Some(first) => tensors.fold(first, |sum, tensor| sum.add(&tensor)),
            None => Tensor::zeros(()),
        }
    }
}

impl<'a> Sum<&'a Tensor> for Tensor {
    /// The sum of tensors, broadcast; of none, a 0-d tensor of 0.
    #[track_caller]
    fn sum<I: Iterator<Item = &'a Tensor>>(tensors: I) -> Tensor {
        tensors.cloned().sum()
    }
}

#[cfg(test)]
mod tests {
    use crate::{Tensor, no_grad};

    #[test]
    fn an_assigning_operator_updates_the_leaf() {
        let mut w = Tensor::from([1.0, 2.0]).requires_grad_(true);
        let handle = w.clone();
        w.square().sum().backward();
        let slope = w.grad().unwrap();
        no_grad(|| w -= &slope * 0.1);
        assert!(w.is_same(&handle) && w.requires_grad());
        assert_eq!(handle.to_vec::<f32>(), [0.8, 1.6]);
        no_grad(|| {
            w += 1.0;
            w *= 2.0;
            w /= 4.0;
        });
        assert_eq!(handle.to_vec::<f32>(), [0.9, 1.3]);
    }

    #[test]
    fn an_assigning_operator_on_a_result_is_recorded() {
        let x = Tensor::from([1.0, 2.0]).requires_grad_(true);
        let mut y = &x * 1.0;
        y *= &x;
        y.sum().backward();
        assert_eq!(x.grad().unwrap().to_vec::<f32>(), [2.0, 4.0]);
    }

    #[test]
    #[should_panic(expected = "sub_ would change a leaf that requires a gradient")]
    fn a_leaf_is_not_assigned_to_while_recording() {
        let mut w = Tensor::from([1.0]).requires_grad_(true);
        w -= 1.0;
    }

    #[test]
    #[should_panic(expected = "add_: a tensor of shape [2] cannot hold a result of shape [3, 2]")]
    fn an_assigning_operator_keeps_the_shape() {
        let mut v = Tensor::zeros(2);
        v += Tensor::ones([3, 2]);
    }

    #[test]
    #[should_panic(expected = "div_: a tensor of int64 cannot hold a result of float32")]
    fn an_assigning_operator_keeps_integers() {
        let mut n = Tensor::from([1, 2]);
        n /= 2;
    }

    #[test]
    fn tensors_are_summed_as_numbers_are() {
        let parts = [Tensor::from([1.0, 2.0]), Tensor::from(10.0)];
        let (borrowed, owned): (Tensor, Tensor) = (parts.iter().sum(), parts.clone().into_iter().sum());
        assert_eq!(borrowed.to_vec::<f32>(), [11.0, 12.0]);
        assert_eq!(owned.to_vec::<f32>(), [11.0, 12.0]);
        assert_eq!(Vec::<Tensor>::new().into_iter().sum::<Tensor>().item(), 0.0);
    }
}
