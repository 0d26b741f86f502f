//! The quotient.

use super::binary;

binary! {
    /// `a / b`, floating point even of integers.
    Div = div: Float by to_float;
    fn value(a, b), exact_number: true { a / b }
}
