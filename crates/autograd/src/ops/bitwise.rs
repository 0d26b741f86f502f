//! Operations on the bits of integers, without gradients; of bools they are logic, as for masks: `&a & &b`, `!&mask`.

use std::ops::{BitAnd, BitOr, BitXor, Not, Shl, Shr};

use tensor_core::functions::{BitwiseAnd, BitwiseLeftShift, BitwiseOr, BitwiseRightShift, BitwiseXor};

use crate::operators::{Arg, Operand};
use crate::tensor::Tensor;

macro_rules! bitwise {
    ($($trait:ident $operator:ident $symbol:literal $name:ident $Row:ident $doc:literal $example:literal $results:tt;)*) => {
        impl Tensor {$(
            #[doc = concat!($doc, " Broadcast: `a ", $symbol, " b`.")]
            ///
            /// ```
            /// # use autograd::Tensor;
            #[doc = concat!("let y = ", $example, ";")]
            #[doc = concat!("assert_eq!(y.to_vec::<i64>(), ", stringify!($results), ");")]
            /// ```
            ///
            /// # Panics
            /// If the shapes do not broadcast, or the function is not for such elements.
            #[track_caller]
            pub fn $name(&self, other: impl Operand) -> Tensor {
                #[track_caller]
                fn combine(x: &Tensor, other: Arg<'_>) -> Tensor {
                    match other {
                        Arg::Tensor(other) => $Row::of(&*x.value(), &*other.value()).into(),
                        Arg::Number(number) => $Row::of(&*x.value(), number).into(),
                    }
                }
                combine(self, other.arg())
            }
        )*}
        $(
            #[doc = concat!("[`Tensor::", stringify!($name), "`]")]
            impl<R: Operand> $trait<R> for Tensor {
                type Output = Tensor;
                #[track_caller]
                fn $operator(self, right: R) -> Tensor {
                    self.$name(right)
                }
            }
            #[doc = concat!("[`Tensor::", stringify!($name), "`]")]
            impl<R: Operand> $trait<R> for &Tensor {
                type Output = Tensor;
                #[track_caller]
                fn $operator(self, right: R) -> Tensor {
                    self.$name(right)
                }
            }
        )*
    };
}

bitwise! {
    BitAnd bitand "&" bitwise_and BitwiseAnd
        "The bits that both integers have, or whether both bools are true." "Tensor::from([6, 5]) & 3" [2, 1];
    BitOr bitor "|" bitwise_or BitwiseOr
        "The bits that either integer has, or whether either bool is true." "Tensor::from([6, 5]) | 3" [7, 7];
    BitXor bitxor "^" bitwise_xor BitwiseXor
        "The bits that just one integer has, or whether bools differ." "Tensor::from([6, 5]) ^ 3" [5, 6];
    Shl shl "<<" bitwise_left_shift BitwiseLeftShift
        "The bits of integers moved up." "Tensor::from([6, 5]) << 1" [12, 10];
    Shr shr ">>" bitwise_right_shift BitwiseRightShift
        "The bits of integers moved down, the sign staying." "Tensor::from([6, -5]) >> 1" [3, -3];
}

impl Tensor {
    /// All bits of integers turned; of bools the opposite: `!x`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!((!Tensor::from([true, false])).to_vec::<bool>(), [false, true]);
    /// assert_eq!(Tensor::from([0, 5]).bitwise_not().to_vec::<i64>(), [-1, -6]);
    /// ```
    ///
    /// # Panics
    /// If the elements are floating point.
    #[track_caller]
    pub fn bitwise_not(&self) -> Tensor {
        self.value().bitwise_not().into()
    }
}

/// [`Tensor::bitwise_not`]
impl Not for Tensor {
    type Output = Tensor;

    #[track_caller]
    fn not(self) -> Tensor {
        self.bitwise_not()
    }
}

/// [`Tensor::bitwise_not`]
impl Not for &Tensor {
    type Output = Tensor;

    #[track_caller]
    fn not(self) -> Tensor {
        self.bitwise_not()
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;

    #[test]
    fn masks_are_combined_by_operators() {
        let x = Tensor::from([-1.0, 0.5, 2.0]);
        let inside = x.gt(0) & x.lt(1);
        assert_eq!(inside.to_vec::<bool>(), [false, true, false]);
        assert_eq!((!&inside | x.gt(1)).to_vec::<bool>(), [true, false, true]);
        assert_eq!((&inside ^ true).to_vec::<bool>(), [true, false, true]);
    }

    #[test]
    #[should_panic(expected = "bitwise_and is for integers, not float32")]
    fn floating_point_numbers_have_no_bits() {
        let _ = Tensor::from([1.0]) & 1;
    }
}
