//! A bounded activation without an exponential.

use super::unary;

unary! {
    /// `x / (1 + |x|)`. Integers and bools are taken as `f32`.
    Softsign = softsign: Float by to_float;
    fn value(x), cost 2 { x / (T::ONE + x.abs()) }
    fn slope(grad, x), cost 2 {
        let shrunk = T::ONE / (T::ONE + x.abs());
        // The difference is 0 but for infinities: not-a-number there, as in PyTorch and as the value is.
        grad * (shrunk * shrunk + (x - x))
    }
}
