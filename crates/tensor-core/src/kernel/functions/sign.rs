//! The sign.

use super::unary;

unary! {
    /// -1, 0 or 1 by the sign of `x`; 0 for not-a-number, as in PyTorch. Bools stay as they are.
    Sign = sign: Any;
    fn value(x) {
        let zero = T::default();
        let negative = if x < zero { T::from_f64(-1.0) } else { zero };
        if x > zero { T::from_bool(true) } else { negative }
    }
}
