//! The natural logarithm.

use super::unary;
use crate::kernel::math;

unary! {
    /// The natural logarithm; minus infinity for 0, not-a-number below. Integers and bools are taken as `f32`.
    Log = log: Float by to_float;
    fn value(x), cost 5 { math::ln::<A, T>(x) }
}
