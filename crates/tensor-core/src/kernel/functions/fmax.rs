//! The larger and the smaller of two numbers, where not-a-number counts as missing.

use super::one_by_one::{of_numbers, of_pairs};
use super::{Maximum, Minimum};
use crate::array::promote;

macro_rules! extremes {
    ($($Name:ident $size:literal $function:expr, $Other:ident;)*) => {$(
        of_pairs! {
            #[doc = concat!("The ", $size, " of `a` and `b`; not-a-number only if both are.")]
            $Name(a, b): match promote(a, b) {
                dtype if dtype.is_float() => of_numbers(dtype, a, b, &$function),
                _ => $Other::of(a, b),
            }, panics "If the shapes do not broadcast.";
        }
    )*};
}

extremes! {
    Fmax "larger" f64::max, Maximum;
    Fmin "smaller" f64::min, Minimum;
}
