//! What becomes of the row of a function of two numbers.

/// Declares a function of two numbers:
///
/// ```text
/// binary! {
///     /// What it is.
///     Hypot = hypot: Float;
///     fn value(a, b), cost 4 { .. }
/// }
/// ```
///
/// As for [`unary`](super::unary), but that `Any` computing type is a class too, and that the operation of arrays is
/// `Hypot::of`, as either side may be a plain number. `hypot` is what refusals call it. Beside half precision a plain
/// number is rounded to it first, unless `exact_number: true` follows the cost.
macro_rules! binary {
    ($(#[$doc:meta])* $Name:ident = $operation:ident: $Class:ident by $rule:ident;
        fn value($a:ident, $b:ident) $(, cost $cost:literal)? $(, exact_number: $exact:literal)? $body:block
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $Name;

        impl<T: $crate::kernel::functions::class::$Class> $crate::kernel::map::Binary<T, T> for $Name {
            $(const COST: usize = $cost;)?
            $(const EXACT_NUMBER: bool = $exact;)?

            #[inline(always)]
            fn apply<A: $crate::kernel::simd::Arch>(self, $a: T, $b: T) -> T {
                $body
            }
        }

        impl $Name {
            /// The function of every pair of elements, broadcast and promoted as in PyTorch.
            ///
            /// # Panics
            /// If the shapes do not broadcast, or the function is not for such elements.
            #[track_caller]
            #[inline]
            pub fn of<'a>(
                a: impl Into<$crate::array::Side<'a>>,
                b: impl Into<$crate::array::Side<'a>>,
            ) -> $crate::array::Array {
                Self::of_sides(a.into(), b.into())
            }

            // Not generic: else its loops would be compiled again in every crate that calls it.
            #[track_caller]
            fn of_sides(a: $crate::array::Side<'_>, b: $crate::array::Side<'_>) -> $crate::array::Array {
                let dtype = $crate::error::OrRaise::or_raise(Self::dtype(a, b));
                $crate::dtype::dispatch!(dtype, T: $Class => $crate::array::zip::<T, T>(&$Name, dtype, a, b))
            }

            /// The element type of the results.
            ///
            /// # Errors
            /// If the function is not for such elements.
            pub fn dtype(
                a: $crate::array::Side<'_>,
                b: $crate::array::Side<'_>,
            ) -> Result<$crate::dtype::DType, $crate::error::Error> {
                let (given, promoted) = ([a.dtype(), b.dtype()], $crate::array::promote(a, b));
                $crate::kernel::functions::rule::$rule(stringify!($operation), &given, promoted)
            }
        }
    };
    // The default rules.
    ($(#[$doc:meta])* $Name:ident = $operation:ident: Any; $($rest:tt)*) => {
        binary! { $(#[$doc])* $Name = $operation: Any by any; $($rest)* }
    };
    ($(#[$doc:meta])* $Name:ident = $operation:ident: Float; $($rest:tt)*) => {
        binary! { $(#[$doc])* $Name = $operation: Float by floats; $($rest)* }
    };
    ($(#[$doc:meta])* $Name:ident = $operation:ident: Number; $($rest:tt)*) => {
        binary! { $(#[$doc])* $Name = $operation: Number by numbers; $($rest)* }
    };
}

pub(super) use binary;
