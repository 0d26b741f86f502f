//! The arithmetic of the types that kernels compute in, under one name for all of them.

use crate::dtype::Element;

/// What every type can do. Integers wrap around; of bools the sum is "or" and the product "and", as in PyTorch.
pub(crate) trait Arithmetic: Element {
    fn add(self, other: Self) -> Self;
    fn mul(self, other: Self) -> Self;
    /// The larger; not-a-number if either is.
    fn maximum(self, other: Self) -> Self;
    /// The smaller; not-a-number if either is.
    fn minimum(self, other: Self) -> Self;
}

/// What numbers can do, and bools cannot. Integers wrap around.
pub(crate) trait Number: Arithmetic {
    fn sub(self, other: Self) -> Self;
    fn neg(self) -> Self;
    fn abs(self) -> Self;
}

macro_rules! float_number {
    ($($float:ty),*) => {$(
        impl Arithmetic for $float {
            #[inline(always)]
            fn add(self, other: Self) -> Self { self + other }
            #[inline(always)]
            fn mul(self, other: Self) -> Self { self * other }
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

        impl Number for $float {
            #[inline(always)]
            fn sub(self, other: Self) -> Self { self - other }
            #[inline(always)]
            fn neg(self) -> Self { -self }
            #[inline(always)]
            fn abs(self) -> Self { <$float>::abs(self) }
        }
    )*};
}
float_number!(f32, f64);

impl Arithmetic for i64 {
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        self.wrapping_add(other)
    }
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        self.wrapping_mul(other)
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

impl Number for i64 {
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        self.wrapping_sub(other)
    }
    #[inline(always)]
    fn neg(self) -> Self {
        self.wrapping_neg()
    }
    #[inline(always)]
    fn abs(self) -> Self {
        self.wrapping_abs()
    }
}

impl Arithmetic for bool {
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        self | other
    }
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        self & other
    }
    #[inline(always)]
    fn maximum(self, other: Self) -> Self {
        self | other
    }
    #[inline(always)]
    fn minimum(self, other: Self) -> Self {
        self & other
    }
}
