//! The self-normalizing exponential linear unit.

use super::unary;
use crate::kernel::math;

/// Chosen so that mean 0 and variance 1 go through a network of such layers unchanged.
pub const SELU_ALPHA: f64 = 1.673_263_242_354_377_2;
/// The slope above 0; see [`SELU_ALPHA`].
pub const SELU_SCALE: f64 = 1.050_700_987_355_480_5;

unary! {
    /// `scale x` where positive, else `scale alpha (e^x - 1)`, with [`SELU_SCALE`] and [`SELU_ALPHA`].
    ///
    /// # Panics
    /// If the elements are not floating point.
    Selu = selu: Float;
    fn value(x), cost 4 {
        let negative = T::from_f64(SELU_SCALE * SELU_ALPHA) * math::exp_m1::<A, T>(x);
        if x > T::ZERO { T::from_f64(SELU_SCALE) * x } else { negative }
    }
    fn slope(grad, x), cost 4 {
        let negative = grad * (T::from_f64(SELU_SCALE * SELU_ALPHA) * math::exp::<A, T>(x));
        // So written that not-a-number counts as positive, as in PyTorch.
        if x <= T::ZERO { negative } else { grad * T::from_f64(SELU_SCALE) }
    }
}
