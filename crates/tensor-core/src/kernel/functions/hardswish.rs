//! `silu` without an exponential.

use super::unary;

unary! {
    /// `x (x + 3) / 6`, where `x + 3` is held within 0 and 6.
    ///
    /// # Panics
    /// If the elements are not floating point.
    Hardswish = hardswish: Float;
    fn value(x) {
        let raised = x + T::from_f64(3.0);
        let raised = if raised < T::ZERO { T::ZERO } else { raised };
        let raised = if raised > T::from_f64(6.0) { T::from_f64(6.0) } else { raised };
        x * raised / T::from_f64(6.0)
    }
    fn slope(grad, x) {
        let three = T::from_f64(3.0);
        let within = grad * (x / three + T::HALF);
        // So written that not-a-number counts as large, as in PyTorch.
        let upper = if x < three { within } else { grad };
        if x <= -three { T::ZERO } else { upper }
    }
}
