//! A sigmoid of straight pieces.

use super::unary;

unary! {
    /// `(x + 3) / 6` within 0 and 1; not-a-number stays.
    ///
    /// # Panics
    /// If the elements are not floating point.
    Hardsigmoid = hardsigmoid: Float;
    fn value(x) {
        let x = x + T::from_f64(3.0);
        let x = if x < T::ZERO { T::ZERO } else { x };
        let x = if x > T::from_f64(6.0) { T::from_f64(6.0) } else { x };
        x / T::from_f64(6.0)
    }
    fn slope(grad, x) {
        let three = T::from_f64(3.0);
        // PyTorch rounds the sixth to `f32`, in `f64` too.
        if x > -three && x < three { grad * T::from_f32(1.0 / 6.0) } else { T::ZERO }
    }
}
