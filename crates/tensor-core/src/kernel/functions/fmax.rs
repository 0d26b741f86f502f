//! The larger and the smaller of two numbers, where not-a-number counts as missing.

use super::one_by_one::of_numbers;
use super::{Maximum, Minimum};
use crate::array::{Array, Side, promote};

macro_rules! extremes {
    ($($Name:ident $size:literal $function:expr, $Other:ident;)*) => {$(
        #[doc = concat!("The ", $size, " of `a` and `b`; not-a-number only if both are.")]
        #[derive(Clone, Copy, Debug)]
        pub struct $Name;

        impl $Name {
            /// The function of every pair of elements, broadcast and promoted as in PyTorch.
            ///
            /// # Panics
            /// If the shapes do not broadcast.
            #[track_caller]
            pub fn of<'a>(a: impl Into<Side<'a>>, b: impl Into<Side<'a>>) -> Array {
                Self::of_sides(a.into(), b.into())
            }

            #[track_caller]
            fn of_sides(a: Side<'_>, b: Side<'_>) -> Array {
                let dtype = promote(a, b);
                if dtype.is_float() {
                    of_numbers(dtype, a, b, &$function)
                } else {
                    $Other::of(a, b)
                }
            }
        }
    )*};
}

extremes! {
    Fmax "larger" f64::max, Maximum;
    Fmin "smaller" f64::min, Minimum;
}
