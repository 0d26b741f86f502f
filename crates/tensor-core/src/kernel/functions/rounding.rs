//! Roundings to whole numbers, and to decimals.

use super::rule::numbers;
use super::unary;
use crate::array::Array;
use crate::dtype::dispatch;
use crate::error::OrRaise;
use crate::kernel::map::Unary;
use crate::kernel::math::Float;
use crate::kernel::simd::Arch;

macro_rules! roundings {
    ($($(#[$doc:meta])* $Name:ident $method:ident: $round:ident;)*) => {$(
        #[derive(Clone, Copy)]
        struct $Name;

        impl<F: Float> Unary<F, F> for $Name {
            #[inline(always)]
            fn apply<A: Arch>(self, x: F) -> F {
                x.$round()
            }
        }

        impl Array {
            $(#[$doc])*
            /// Integers stay as they are.
            ///
            /// # Panics
            /// If the elements are bool.
            #[track_caller]
            pub fn $method(&self) -> Array {
                let dtype = numbers(stringify!($method), &[self.dtype()], self.dtype()).or_raise();
                if !dtype.is_float() {
                    return self.clone();
                }
                dispatch!(dtype, T: Float => self.map_as::<T>(&$Name, dtype))
            }
        }
    )*};
}

roundings! {
    /// The largest whole number not above.
    Floor floor: floor;
    /// The smallest whole number not below.
    Ceil ceil: ceil;
    /// The number without its fraction.
    Trunc trunc: trunc;
    /// The nearest whole number, the even one of two.
    Round round: round_ties_even;
}

unary! {
    /// The fraction, with the sign of the number: `x - trunc(x)`.
    ///
    /// # Panics
    /// If the elements are not floating point.
    Frac = frac: Float;
    fn value(x) { x - x.trunc() }
}

impl Array {
    /// The nearest number of so many decimals, the even one of two; a negative number rounds before the point. It is
    /// scaled in the element type first, as in PyTorch.
    ///
    /// # Panics
    /// If the elements are not floating point.
    #[track_caller]
    pub fn round_decimals(&self, decimals: i32) -> Array {
        let scale = 10_f64.powi(decimals.saturating_abs());
        match decimals {
            0.. => self.round_scaled(scale),
            _ => self.round_coarsely(scale),
        }
    }
}

unary! {
    /// The nearest multiple of `1 / scale`.
    RoundScaled { scale } = round_scaled: Float;
    fn value(x), cost 2 { (x * scale).round_ties_even() / scale }
}

unary! {
    /// The nearest multiple of `scale`.
    RoundCoarsely { scale } = round_coarsely: Float;
    fn value(x), cost 2 { (x / scale).round_ties_even() * scale }
}
