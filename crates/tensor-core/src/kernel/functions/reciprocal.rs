//! One over a number.

use super::unary;
use crate::kernel::math;

unary! {
    /// `1 / x`. Integers and bools are taken as `f32`.
    Reciprocal = reciprocal: Float by to_float;
    fn value(x), cost 2 { math::reciprocal(x) }
}
