//! The natural logarithm of one more.

use super::unary;
use crate::kernel::math;

unary! {
    /// `ln(1 + x)`, accurate for small `x`. Integers and bools are taken as `f32`.
    Log1p = log1p: Float by to_float;
    fn value(x), cost 6 { math::ln_1p::<A, T>(x) }
}
