//! The smaller of two numbers.

use super::binary;

binary! {
    /// The smaller of `a` and `b`; not-a-number wins.
    Minimum = minimum: Any;
    fn value(a, b) { a.minimum(b) }
}
