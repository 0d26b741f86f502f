//! One over the square root.

use super::unary;
use crate::kernel::math;

unary! {
    /// `1 / sqrt(x)`. Integers and bools are taken as `f32`.
    Rsqrt = rsqrt: Float by to_float;
    fn value(x), cost 2 { math::rsqrt(x) }
}
