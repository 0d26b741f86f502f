//! The opposite.

use super::unary;

unary! {
    /// `-x`.
    ///
    /// # Panics
    /// If the elements are bool.
    Neg = neg: Number;
    fn value(x) { x.neg() }
}
