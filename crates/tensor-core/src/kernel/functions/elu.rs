//! The exponential linear unit.

use super::unary;
use crate::kernel::math;

unary! {
    /// `x` where positive, else `alpha (e^x - 1)`.
    ///
    /// # Panics
    /// If the elements are not floating point.
    Elu { alpha } = elu: Float;
    fn value(x), cost 4 {
        let negative = alpha * math::exp_m1::<A, T>(x);
        if x > T::ZERO { x } else { negative }
    }
    fn slope(grad, x), cost 4 {
        let negative = grad * (alpha * math::exp::<A, T>(x));
        // So written that not-a-number counts as positive, as in PyTorch.
        if x <= T::ZERO { negative } else { grad }
    }
}
