//! The Gaussian error linear unit.

use super::unary;
use crate::kernel::math;

unary! {
    /// `x Φ(x)`, where Φ is the distribution function of the standard normal distribution.
    ///
    /// ```
    /// use tensor_core::Array;
    /// assert_eq!(Array::from([0.0, 100.0]).gelu().to_vec::<f32>(), [0.0, 100.0]);
    /// ```
    ///
    /// # Panics
    /// If the elements are not floating point.
    Gelu = gelu: Float;
    fn value(x), cost 11 { math::gelu::<A, T>(x) }
    fn slope(grad, x), cost 14 {
        // φ is the density.
        grad * (math::normal_cdf::<A, T>(x) + x * math::normal_pdf::<A, T>(x))
    }
}
