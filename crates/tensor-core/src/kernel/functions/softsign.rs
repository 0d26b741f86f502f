//! A bounded activation without an exponential.

use super::unary;

unary! {
    /// `x / (1 + |x|)`. Integers are taken as `f32`.
    Softsign = softsign: Float by numbers_to_float;
    fn value(x), cost 2 { x / (T::ONE + x.abs()) }
    fn slope(grad, x), cost 2 {
        let shrunk = T::ONE / (T::ONE + x.abs());
        // 0 times an infinity is not-a-number, as the value there is, and as PyTorch's slope is.
        grad * (shrunk * shrunk + T::ZERO * x)
    }
}
