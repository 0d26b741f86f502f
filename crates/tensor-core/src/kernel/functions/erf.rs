//! The error function.

use super::unary;
use crate::kernel::math;

unary! {
    /// The error function. Integers and bools are taken as `f32`.
    Erf = erf: Float by to_float;
    fn value(x), cost 8 { math::erf::<A, T>(x) }
}
