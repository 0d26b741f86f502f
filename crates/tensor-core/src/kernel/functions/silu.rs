//! The sigmoid linear unit.

use super::unary;
use crate::kernel::math;

unary! {
    /// `x s(x)`, where `s` is the sigmoid.
    ///
    /// # Panics
    /// If the elements are not floating point.
    Silu = silu: Float;
    fn value(x), cost 4 { math::silu::<A, T>(x) }
    fn slope(grad, x), cost 6 {
        let s = math::sigmoid::<A, T>(x);
        grad * (s * (T::ONE + x * (T::ONE - s)))
    }
}
