//! A number in place of all that is not large enough.

use super::unary;

unary! {
    /// `x` above `threshold`, else `value`; not-a-number stays.
    ///
    /// # Panics
    /// If the elements are not floating point.
    Threshold { threshold, value } = threshold: Float;
    fn value(x) { if x <= threshold { value } else { x } }
    fn slope(grad, x) {
        let _ = value;
        if x <= threshold { T::ZERO } else { grad }
    }
}
