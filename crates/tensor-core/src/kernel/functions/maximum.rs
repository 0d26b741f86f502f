//! The larger of two numbers.

use super::binary;

binary! {
    /// The larger of `a` and `b`; not-a-number wins.
    Maximum = maximum: Any;
    fn value(a, b) { a.maximum(b) }
}
