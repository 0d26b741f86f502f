//! Hyperbolic functions and their inverses; [`tanh`](super::tanh) has a row of its own.

use super::one_by_one::one_by_one;

one_by_one! {
    /// `(e^x - e^-x) / 2`.
    sinh: f64::sinh;
    /// `(e^x + e^-x) / 2`.
    cosh: f64::cosh;
    /// The number whose hyperbolic sine it is.
    asinh: f64::asinh;
    /// The number, not negative, whose hyperbolic cosine it is; not-a-number below 1.
    acosh: f64::acosh;
    /// The number whose hyperbolic tangent it is; not-a-number outside of [-1, 1].
    atanh: f64::atanh;
}
