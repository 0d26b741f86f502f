//! The difference.

use super::binary;

binary! {
    /// `a - b`, not of bools.
    Sub = sub: Number;
    fn value(a, b) { a.sub(b) }
}
