//! The functions that the loops of [`map`](super::map) apply, one type each.

use crate::dtype::Element;
use crate::kernel::map::{Binary, Unary};
use crate::kernel::simd::Arch;

/// Arithmetic that all number types share. Integers wrap around, as in PyTorch.
pub(crate) trait Number: Element {
    fn add(self, other: Self) -> Self;
    fn sub(self, other: Self) -> Self;
    fn mul(self, other: Self) -> Self;
    fn neg(self) -> Self;
    fn abs(self) -> Self;
    /// The larger; not-a-number if either is.
    fn maximum(self, other: Self) -> Self;
    /// The smaller; not-a-number if either is.
    fn minimum(self, other: Self) -> Self;
}

macro_rules! float_number {
    ($($float:ty),*) => {$(
        impl Number for $float {
            #[inline(always)]
            fn add(self, other: Self) -> Self { self + other }
            #[inline(always)]
            fn sub(self, other: Self) -> Self { self - other }
            #[inline(always)]
            fn mul(self, other: Self) -> Self { self * other }
            #[inline(always)]
            fn neg(self) -> Self { -self }
            #[inline(always)]
            fn abs(self) -> Self { <$float>::abs(self) }
            #[inline(always)]
            fn maximum(self, other: Self) -> Self {
                // A comparison with not-a-number is false, so this is `other` if it is one, as the instruction is.
                let larger = if self > other { self } else { other };
                if self.is_nan() { self } else { larger }
            }
            #[inline(always)]
            fn minimum(self, other: Self) -> Self {
                let smaller = if self < other { self } else { other };
                if self.is_nan() { self } else { smaller }
            }
        }
    )*};
}
float_number!(f32, f64);

impl Number for i64 {
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        self.wrapping_add(other)
    }
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        self.wrapping_sub(other)
    }
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        self.wrapping_mul(other)
    }
    #[inline(always)]
    fn neg(self) -> Self {
        self.wrapping_neg()
    }
    #[inline(always)]
    fn abs(self) -> Self {
        self.wrapping_abs()
    }
    #[inline(always)]
    fn maximum(self, other: Self) -> Self {
        self.max(other)
    }
    #[inline(always)]
    fn minimum(self, other: Self) -> Self {
        self.min(other)
    }
}

/// Declares a function of two numbers.
macro_rules! binary {
    ($($name:ident<$T:ident: $bound:path>($a:ident, $b:ident) -> $U:ty $body:block)*) => {$(
        #[derive(Clone, Copy)]
        pub(crate) struct $name;
        impl<$T: $bound> Binary<$T, $U> for $name {
            #[inline(always)]
            fn apply<A: Arch>(self, $a: $T, $b: $T) -> $U $body
        }
    )*};
}

binary! {
    Add<T: Number>(a, b) -> T { a.add(b) }
    Sub<T: Number>(a, b) -> T { a.sub(b) }
    Mul<T: Number>(a, b) -> T { a.mul(b) }
    Maximum<T: Number>(a, b) -> T { a.maximum(b) }
    Minimum<T: Number>(a, b) -> T { a.minimum(b) }
    Eq<T: Element>(a, b) -> bool { a == b }
    Ne<T: Element>(a, b) -> bool { a != b }
    Lt<T: Element>(a, b) -> bool { a < b }
    Le<T: Element>(a, b) -> bool { a <= b }
    Gt<T: Element>(a, b) -> bool { a > b }
    Ge<T: Element>(a, b) -> bool { a >= b }
}

/// `a / b` of floating-point numbers.
#[derive(Clone, Copy)]
pub(crate) struct Div;
/// The gradient of `relu` where its result was `b`: `a` there if `b` is positive, else 0; a not-a-number result
/// lets it through, as PyTorch's does.
#[derive(Clone, Copy)]
pub(crate) struct ReluBackward;

macro_rules! float_binary {
    ($($float:ty),*) => {$(
        impl Binary<$float, $float> for Div {
            #[inline(always)]
            fn apply<A: Arch>(self, a: $float, b: $float) -> $float { a / b }
        }
        impl Binary<$float, $float> for ReluBackward {
            #[inline(always)]
            fn apply<A: Arch>(self, a: $float, b: $float) -> $float { if b <= 0.0 { 0.0 } else { a } }
        }
    )*};
}
float_binary!(f32, f64);

/// `a` to the power `b` of integers, by squaring; a negative power is 0 but for 1 and -1.
#[derive(Clone, Copy)]
pub(crate) struct IntPow;
impl Binary<i64, i64> for IntPow {
    #[inline(always)]
    fn apply<A: Arch>(self, a: i64, b: i64) -> i64 {
        match (a, b) {
            (1, _) => 1,
            (-1, _) => {
                if b % 2 == 0 {
                    1
                } else {
                    -1
                }
            }
            (_, ..0) => 0,
            _ => {
                let (mut base, mut exponent, mut power) = (a, b, 1_i64);
                while exponent > 0 {
                    if exponent & 1 == 1 {
                        power = power.wrapping_mul(base);
                    }
                    base = base.wrapping_mul(base);
                    exponent >>= 1;
                }
                power
            }
        }
    }
}

/// Declares a function of one number.
macro_rules! unary {
    ($($name:ident<$T:ident: $bound:path>($x:ident) $body:block)*) => {$(
        #[derive(Clone, Copy)]
        pub(crate) struct $name;
        impl<$T: $bound> Unary<$T, $T> for $name {
            #[inline(always)]
            fn apply<A: Arch>(self, $x: $T) -> $T $body
        }
    )*};
}

unary! {
    Neg<T: Number>(x) { x.neg() }
    Abs<T: Number>(x) { x.abs() }
    Square<T: Number>(x) { x.mul(x) }
    // Not `maximum`: a not-a-number must stay one, and -0 becomes 0.
    Relu<T: Number>(x) { if x <= T::default() { T::default() } else { x } }
}

/// Either of two truths.
#[derive(Clone, Copy)]
pub(crate) struct Or;
impl Binary<bool, bool> for Or {
    #[inline(always)]
    fn apply<A: Arch>(self, a: bool, b: bool) -> bool {
        a | b
    }
}

/// Both of two truths.
#[derive(Clone, Copy)]
pub(crate) struct And;
impl Binary<bool, bool> for And {
    #[inline(always)]
    fn apply<A: Arch>(self, a: bool, b: bool) -> bool {
        a & b
    }
}

/// Logical not.
#[derive(Clone, Copy)]
pub(crate) struct Not;
impl Unary<bool, bool> for Not {
    #[inline(always)]
    fn apply<A: Arch>(self, x: bool) -> bool {
        !x
    }
}
