//! A straight line between two bounds.

use super::unary;

unary! {
    /// `x` within `min` and `max`; not-a-number stays.
    ///
    /// # Panics
    /// If the elements are not floating point.
    Hardtanh { min, max } = hardtanh: Float;
    fn value(x) {
        let x = if x < min { min } else { x };
        if x > max { max } else { x }
    }
    // 0 for not-a-number too, as in PyTorch's vector code.
    fn slope(grad, x) { if x > min && x < max { grad } else { T::ZERO } }
}
