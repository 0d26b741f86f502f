//! The absolute value.

use super::unary;

unary! {
    /// `|x|`.
    ///
    /// # Panics
    /// If the elements are bool.
    Abs = abs: Number;
    fn value(x) { x.abs() }
    // 0 at 0 and for not-a-number, as in PyTorch.
    fn slope(grad, x) { if x > T::ZERO { grad } else if x < T::ZERO { -grad } else { grad * T::ZERO } }
}
