//! Rarely used functions of two floating-point numbers.

use super::one_by_one::{of_numbers, of_pairs};
use super::{gamma, incomplete_gamma};
use crate::array::promote;

macro_rules! pairs {
    ($($(#[$doc:meta])* $Name:ident: $function:expr;)*) => {$(
        of_pairs! {
            $(#[$doc])*
            ///
            /// Integers and bools are taken as `f32`.
            $Name(a, b): of_numbers(promote(a, b).to_float(), a, b, &$function),
            panics "If the shapes do not broadcast.";
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
