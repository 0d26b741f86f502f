//! Rectifiers of both signs: what is near 0 becomes 0.

use super::unary;

unary! {
    /// `x` outside of `[-lambd, lambd]`, else 0; not-a-number stays.
    ///
    /// # Panics
    /// If the elements are not floating point.
    Hardshrink { lambd } = hardshrink: Float;
    fn value(x) { if x >= -lambd && x <= lambd { T::ZERO } else { x } }
    // 0 for not-a-number too, as in PyTorch's vector code.
    fn slope(grad, x) { if x < -lambd || x > lambd { grad } else { T::ZERO } }
}

unary! {
    /// `x` moved towards 0 by `lambd`, and 0 where it would pass it; not-a-number stays.
    ///
    /// # Panics
    /// If the elements are not floating point.
    Softshrink { lambd } = softshrink: Float;
    fn value(x) {
        // The product keeps not-a-number.
        let small = if x < -lambd { x + lambd } else { x * T::ZERO };
        if x > lambd { x - lambd } else { small }
    }
    // All of it for not-a-number, unlike `hardshrink`, as in PyTorch.
    fn slope(grad, x) { if x >= -lambd && x <= lambd { T::ZERO } else { grad } }
}
