//! The exponential less one.

use super::unary;
use crate::kernel::math;

unary! {
    /// `e^x - 1`, accurate for small `x`. Integers and bools are taken as `f32`.
    Expm1 = expm1: Float by to_float;
    fn value(x), cost 4 { math::exp_m1::<A, T>(x) }
}
