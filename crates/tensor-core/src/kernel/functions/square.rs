//! The square.

use super::unary;

unary! {
    /// `x * x`. Bools are taken as `i64`.
    Square = square: Number by counted;
    fn value(x) { x.mul(x) }
    // Symmetric: twice the product of two numbers.
    fn slope(grad, x) { grad * (x + x) }
}
