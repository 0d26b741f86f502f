//! Comparisons: questions about two numbers, answered in bool.

use crate::array::{Array, Side, promote, zip};
use crate::dtype::{Element, dispatch};
use crate::kernel::map::Binary;
use crate::kernel::simd::Arch;

macro_rules! comparisons {
    ($($Name:ident $symbol:tt $text:literal;)*) => {$(
        #[doc = concat!("Whether `", $text, "`.")]
        #[derive(Clone, Copy, Debug)]
        pub struct $Name;

        impl<T: Element> Binary<T, bool> for $Name {
            #[inline(always)]
            fn apply<A: Arch>(self, a: T, b: T) -> bool {
                a $symbol b
            }
        }

        impl $Name {
            #[doc = concat!("Whether `", $text, "`, element by element, broadcast.")]
            ///
            /// # Panics
            /// If the shapes do not broadcast.
            #[track_caller]
            #[inline]
            pub fn of<'a>(a: impl Into<Side<'a>>, b: impl Into<Side<'a>>) -> Array {
                Self::of_sides(a.into(), b.into())
            }

            #[track_caller]
            fn of_sides(a: Side<'_>, b: Side<'_>) -> Array {
                let dtype = promote(a, b);
                dispatch!(dtype, T: Any => zip::<T, bool>(&$Name, dtype, a, b))
            }
        }
    )*};
}

comparisons! {
    Eq == "a == b";
    Ne != "a != b";
    Lt < "a < b";
    Le <= "a <= b";
    Gt > "a > b";
    Ge >= "a >= b";
}
