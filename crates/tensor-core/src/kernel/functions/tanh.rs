//! The hyperbolic tangent.

use super::unary;
use crate::kernel::math;

unary! {
    /// The hyperbolic tangent. Integers and bools are taken as `f32`.
    Tanh = tanh: Float by to_float;
    fn value(x), cost 3 { math::tanh::<A, T>(x) }
    fn slope(grad, result) { grad * (T::ONE - result * result) }
}
