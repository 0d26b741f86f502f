//! The product.

use super::binary;

binary! {
    /// `a * b`; of bools "and".
    Mul = mul: Any;
    fn value(a, b), exact_number: true { a.mul(b) }
}
