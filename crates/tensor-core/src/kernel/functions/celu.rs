//! The continuously differentiable exponential linear unit.

use super::unary;
use crate::kernel::math;

unary! {
    /// `x` where positive, else `alpha (e^(x / alpha) - 1)`.
    ///
    /// # Panics
    /// If the elements are not floating point.
    Celu { alpha } = celu: Float;
    fn value(x), cost 4 {
        let negative = alpha * math::exp_m1::<A, T>(x / alpha);
        if x > T::ZERO { x } else { negative }
    }
    fn slope(grad, x), cost 4 {
        // PyTorch rounds `alpha` to `f32` here, in `f64` too.
        let inverse = T::from_f64(1.0 / f64::from(alpha.to_f32()));
        let negative = grad * (alpha * inverse * math::exp::<A, T>(x * inverse));
        // So written that not-a-number counts as positive, as in PyTorch.
        if x <= T::ZERO { negative } else { grad }
    }
}
