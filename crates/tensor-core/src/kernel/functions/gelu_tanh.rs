//! The approximation of the Gaussian error linear unit by a hyperbolic tangent.

use std::f64::consts::{FRAC_2_SQRT_PI, SQRT_2};

use super::unary;
use crate::kernel::math;

/// `x/2 (1 + tanh(..))` is `x s(v)`, where `s` is the sigmoid and `v = x (a + b x^2)`: this is `a`.
const LINEAR: f64 = FRAC_2_SQRT_PI * SQRT_2;
/// And this is `b`.
const CUBIC: f64 = LINEAR * 0.044_715;

unary! {
    /// The approximation of `gelu` by `x/2 (1 + tanh(sqrt(2/π) (x + 0.044715 x^3)))`.
    ///
    /// # Panics
    /// If the elements are not floating point.
    GeluTanh = gelu_tanh: Float;
    fn value(x), cost 4 { math::gelu_tanh::<A, T>(x) }
    fn slope(grad, x), cost 7 {
        let (a, b) = (T::from_f64(LINEAR), T::from_f64(CUBIC));
        let square = x * x;
        let s = math::sigmoid::<A, T>(x * (a + b * square));
        let inner = a + (b + b + b) * square;
        grad * (s * (T::ONE + x * (T::ONE - s) * inner))
    }
}
