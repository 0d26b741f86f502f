//! What elements are folded by: sums, products, extremes.

use crate::kernel::number::Arithmetic;

/// How two elements become one, in whatever order that is asked.
pub(crate) trait Monoid<T>: Copy + Sync {
    /// What changes nothing.
    const IDENTITY: T;
    /// Both as one, `#[inline(always)]` in every implementation.
    fn join(a: T, b: T) -> T;
}

/// The sum.
#[derive(Clone, Copy)]
pub(crate) struct Sum;
/// The product.
#[derive(Clone, Copy)]
pub(crate) struct Prod;
/// The largest; not-a-number wins.
#[derive(Clone, Copy)]
pub(crate) struct Max;
/// The smallest; not-a-number wins.
#[derive(Clone, Copy)]
pub(crate) struct Min;

macro_rules! monoids {
    ($($number:ty: $one:expr, $least:expr, $most:expr);*) => {$(
        impl Monoid<$number> for Sum {
            const IDENTITY: $number = 0 as $number;
            #[inline(always)]
            fn join(a: $number, b: $number) -> $number { a.add(b) }
        }
        impl Monoid<$number> for Prod {
            const IDENTITY: $number = $one;
            #[inline(always)]
            fn join(a: $number, b: $number) -> $number { a.mul(b) }
        }
        impl Monoid<$number> for Max {
            const IDENTITY: $number = $least;
            #[inline(always)]
            fn join(a: $number, b: $number) -> $number { Arithmetic::maximum(a, b) }
        }
        impl Monoid<$number> for Min {
            const IDENTITY: $number = $most;
            #[inline(always)]
            fn join(a: $number, b: $number) -> $number { Arithmetic::minimum(a, b) }
        }
    )*};
}
monoids!(f32: 1.0, f32::NEG_INFINITY, f32::INFINITY; f64: 1.0, f64::NEG_INFINITY, f64::INFINITY;
    i64: 1, i64::MIN, i64::MAX);

// For false < true: whether any is, and whether all are.
impl Monoid<bool> for Max {
    const IDENTITY: bool = false;
    #[inline(always)]
    fn join(a: bool, b: bool) -> bool {
        a | b
    }
}
impl Monoid<bool> for Min {
    const IDENTITY: bool = true;
    #[inline(always)]
    fn join(a: bool, b: bool) -> bool {
        a & b
    }
}
