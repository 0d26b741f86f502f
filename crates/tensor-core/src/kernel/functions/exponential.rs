//! Exponentials and logarithms to other bases than e, and the logarithm of odds.

use super::one_by_one::{of_number, one_by_one};
use crate::array::Array;

one_by_one! {
    /// 2 to the power of `x`.
    exp2: f64::exp2;
    /// The logarithm to base 2.
    log2: f64::log2;
    /// The logarithm to base 10.
    log10: f64::log10;
}

impl Array {
    /// The logarithm of the odds of a probability, `ln(x / (1 - x))`, held within `[eps, 1 - eps]` if that is given.
    /// Integers and bools are taken as `f32`.
    pub fn logit(&self, eps: Option<f64>) -> Array {
        of_number(self, &|x| {
            let x = match eps {
                Some(eps) if x < eps => eps,
                Some(eps) if x > 1.0 - eps => 1.0 - eps,
                _ => x,
            };
            (x / (1.0 - x)).ln()
        })
    }
}
