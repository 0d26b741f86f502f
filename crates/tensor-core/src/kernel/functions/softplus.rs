//! A smooth `relu`.

use super::unary;
use crate::kernel::math;

unary! {
    /// `ln(1 + e^(beta x)) / beta`, and `x` itself where `beta x > threshold`.
    ///
    /// # Panics
    /// If the elements are not floating point.
    Softplus { beta, threshold } = softplus: Float;
    fn value(x), cost 9 { math::softplus::<A, T>(x, beta, threshold) }
    fn slope(grad, x), cost 5 {
        let scaled = x * beta;
        let smooth = grad * math::sigmoid::<A, T>(scaled);
        if scaled > threshold { grad } else { smooth }
    }
}
