//! Rarely used functions of two floating-point numbers.

use super::one_by_one::of_numbers;
use super::{gamma, incomplete_gamma};
use crate::array::{Array, Side, promote};

macro_rules! pairs {
    ($($(#[$doc:meta])* $Name:ident: $function:expr;)*) => {$(
        $(#[$doc])*
        ///
        /// Integers and bools are taken as `f32`.
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
                of_numbers(promote(a, b).to_float(), a, b, &$function)
            }
        }
    )*};
}

pairs! {
    /// The angle in `[-π, π]` of the point with ordinate `a` and abscissa `b`.
    Atan2: f64::atan2;
    /// The magnitude of `a` with the sign of `b`.
    Copysign: f64::copysign;
    /// The regularised lower incomplete gamma function `P(a, b)`.
    Igamma: incomplete_gamma::lower;
    /// The regularised upper incomplete gamma function `1 - P(a, b)`.
    Igammac: incomplete_gamma::upper;
    /// Hurwitz's zeta function `Σ 1 / (b + k)^a` over all `k` from 0 on.
    Zeta: gamma::zeta;
    /// `a ln(b)`, and 0 where `a` is 0, unless `b` is not a number.
    Xlogy: xlogy;
    /// `a ln(1 + b)`, and 0 where `a` is 0, unless `b` is not a number.
    Xlog1py: xlog1py;
}

fn xlogy(a: f64, b: f64) -> f64 {
    match a {
        _ if b.is_nan() => b,
        0.0 => 0.0,
        a => a * b.ln(),
    }
}

fn xlog1py(a: f64, b: f64) -> f64 {
    match a {
        _ if b.is_nan() => b,
        0.0 => 0.0,
        a => a * b.ln_1p(),
    }
}
