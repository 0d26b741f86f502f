//! The cosine.

use super::unary;
use crate::kernel::math;

unary! {
    /// The cosine of an angle in radians. Integers and bools are taken as `f32`.
    Cos = cos: Float by to_float;
    fn value(x), cost 13, scalar_f64: true { math::cos::<A, T>(x) }
}
