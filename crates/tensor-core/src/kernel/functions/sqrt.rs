//! The square root.

use super::unary;
use crate::kernel::math;

unary! {
    /// The square root; not-a-number for negative `x`. Integers and bools are taken as `f32`.
    Sqrt = sqrt: Float by to_float;
    fn value(x), cost 2 { math::sqrt(x) }
    fn slope(grad, result) { grad / (result + result) }
}
