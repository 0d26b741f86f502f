//! The logistic function.

use super::unary;
use crate::kernel::math;

unary! {
    /// `1 / (1 + e^-x)`. Integers and bools are taken as `f32`.
    Sigmoid = sigmoid: Float by to_float;
    fn value(x), cost 4 { math::sigmoid::<A, T>(x) }
    fn slope(grad, result) { grad * ((T::ONE - result) * result) }
}
