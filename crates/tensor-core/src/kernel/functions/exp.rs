//! The exponential.

use super::unary;
use crate::kernel::math;

unary! {
    /// `e` to the power of `x`. Integers and bools are taken as `f32`.
    ///
    /// ```
    /// use tensor_core::Array;
    /// assert_eq!(Array::from([0, 1]).exp().to_vec::<f32>(), [1.0, std::f32::consts::E]);
    /// ```
    Exp = exp: Float by to_float;
    fn value(x), cost 3 { math::exp::<A, T>(x) }
}
