//! The rectified linear unit.

use super::unary;

unary! {
    /// `max(x, 0)`; not-a-number stays.
    ///
    /// # Panics
    /// If the elements are bool.
    Relu = relu: Number;
    // Not `maximum`: a not-a-number must stay one, and -0 becomes 0.
    fn value(x) { if x <= T::default() { T::default() } else { x } }
    // A not-a-number lets the gradient through, as in PyTorch.
    fn slope(grad, result) { if result <= T::ZERO { T::ZERO } else { grad } }
}
