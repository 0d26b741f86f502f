//! `+ - * / -x` and their assigning forms, for owned and borrowed tensors and plain numbers.

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
    ($($trait:ident $method:ident, $assign_trait:ident $assign:ident, $from_left:ident;)*) => {$(
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
        impl<R: Operand> ops::$assign_trait<R> for Tensor {
            #[inline]
            #[track_caller]
            fn $assign(&mut self, right: R) {
                *self = Tensor::$method(&*self, right);
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
    Add add, AddAssign add_assign, add;
    Sub sub, SubAssign sub_assign, sub_from;
    Mul mul, MulAssign mul_assign, mul;
    Div div, DivAssign div_assign, div_into;
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
