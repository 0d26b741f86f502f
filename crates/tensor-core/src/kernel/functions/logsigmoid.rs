//! The logarithm of `sigmoid`.

use super::unary;
use crate::kernel::math;

unary! {
    /// `-ln(1 + e^-x)`, without overflow on the way.
    ///
    /// # Panics
    /// If the elements are not floating point.
    Logsigmoid = logsigmoid: Float;
    fn value(x), cost 9 {
        let rest = math::ln_1p::<A, T>(math::exp::<A, T>(-x.abs()));
        let line = if x < T::ZERO { x } else { T::ZERO };
        line - rest
    }
    fn slope(grad, x), cost 5 { grad * math::sigmoid::<A, T>(-x) }
}
