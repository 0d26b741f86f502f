//! The product.

use super::binary;

binary! {
    /// `a * b`; of bools "and".
    Mul = mul: Any;
    fn value(a, b) { a.mul(b) }
}
