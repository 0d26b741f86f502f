//! Rarely used functions, computed one number after the other, in double precision: of whatever function, the same few
//! loops, which call it through a pointer. A row of its own in [`unary`](super::unary) is for what a training step
//! waits for; it costs a loop for each element type and instruction set.

use crate::array::{Array, Side, zip};
use crate::dtype::{DType, dispatch};
use crate::kernel::map::{BinaryLoop, UnaryLoop};
use crate::kernel::math::Float;

/// What such a function is taken to cost, in additions.
const COST: usize = 32;

/// `function` of every element, rounded once. Integers and bools are taken as the default floating-point type.
#[track_caller]
pub(super) fn of_number(x: &Array, function: &(dyn Fn(f64) -> f64 + Sync)) -> Array {
    let dtype = x.dtype().to_float();
    if dtype != x.dtype() {
        return x.by_double(dtype, &|x| of_number(x, function));
    }
    dispatch!(dtype, T: Float => x.map_as::<T>(&Numbers(function), dtype))
}

/// `function` of every pair of floating-point numbers, broadcast, in the type `dtype`.
#[track_caller]
pub(super) fn of_numbers(
    dtype: DType,
    a: Side<'_>,
    b: Side<'_>,
    function: &(dyn Fn(f64, f64) -> f64 + Sync),
) -> Array {
    dispatch!(dtype, T: Float => zip::<T, T>(&Pairs(function), dtype, a, b))
}

/// `function` of every pair of integers, broadcast, wrapped to the type `dtype`.
#[track_caller]
pub(super) fn of_integers(
    dtype: DType,
    a: Side<'_>,
    b: Side<'_>,
    function: &(dyn Fn(i64, i64) -> i64 + Sync),
) -> Array {
    zip::<i64, i64>(&Integers(function), dtype, a, b)
}

/// Methods of arrays that are a function of one floating-point number.
macro_rules! one_by_one {
    ($($(#[$doc:meta])* $method:ident: $function:expr;)*) => {
        impl $crate::array::Array {$(
            $(#[$doc])*
            #[doc = ""]
            #[doc = "Integers and bools are taken as `f32`."]
            #[track_caller]
            pub fn $method(&self) -> $crate::array::Array {
                $crate::kernel::functions::one_by_one::of_number(self, &$function)
            }
        )*}
    };
}
pub(super) use one_by_one;

struct Numbers<'f>(&'f (dyn Fn(f64) -> f64 + Sync));

impl<F: Float + crate::dtype::Element> UnaryLoop<F, F> for Numbers<'_> {
    fn cost(&self) -> usize {
        COST
    }

    fn run(&self, x: &[F], out: &mut [F]) {
        for (out, x) in out.iter_mut().zip(x) {
            *out = <F as Float>::from_f64((self.0)(x.to_f64()));
        }
    }
}

struct Pairs<'f>(&'f (dyn Fn(f64, f64) -> f64 + Sync));

impl<F: Float + crate::dtype::Element> BinaryLoop<F, F> for Pairs<'_> {
    fn cost(&self) -> usize {
        COST
    }

    fn exact_number(&self) -> bool {
        false
    }

    fn run(&self, a: &[F], b: &[F], out: &mut [F]) {
        for ((out, a), b) in out.iter_mut().zip(a).zip(b) {
            *out = <F as Float>::from_f64((self.0)(a.to_f64(), b.to_f64()));
        }
    }
}

struct Integers<'f>(&'f (dyn Fn(i64, i64) -> i64 + Sync));

impl BinaryLoop<i64, i64> for Integers<'_> {
    fn cost(&self) -> usize {
        COST
    }

    fn exact_number(&self) -> bool {
        false
    }

    fn run(&self, a: &[i64], b: &[i64], out: &mut [i64]) {
        for ((out, a), b) in out.iter_mut().zip(a).zip(b) {
            *out = (self.0)(*a, *b);
        }
    }
}

/// Types of functions of two arrays, whose method `of` gives what is made of both sides.
macro_rules! of_pairs {
    ($($(#[$on_type:meta])* $Name:ident($a:ident, $b:ident): $made:expr, panics $panics:literal;)*) => {$(
        $(#[$on_type])*
        #[derive(Clone, Copy, Debug)]
        pub struct $Name;

        impl $Name {
            /// The function of every pair of elements, broadcast and promoted as in PyTorch.
            ///
            /// # Panics
            #[doc = $panics]
            #[track_caller]
            pub fn of<'a>(
                a: impl Into<$crate::array::Side<'a>>,
                b: impl Into<$crate::array::Side<'a>>,
            ) -> $crate::array::Array {
                Self::of_sides(a.into(), b.into())
            }

            #[track_caller]
            fn of_sides($a: $crate::array::Side<'_>, $b: $crate::array::Side<'_>) -> $crate::array::Array {
                $made
            }
        }
    )*};
}
pub(super) use of_pairs;
