//! The sine.

use super::unary;
use crate::kernel::math;

unary! {
    /// The sine of an angle in radians. Integers and bools are taken as `f32`.
    Sin = sin: Float by to_float;
    fn value(x), cost 13, scalar_f64: true { math::sin::<A, T>(x) }
}
