//! The length of a vector with two components.

use super::binary;

binary! {
    /// `sqrt(a^2 + b^2)`, without overflow or underflow on the way, within 2 ulp; infinite if either is.
    ///
    /// ```
    /// use tensor_core::{Array, functions::Hypot};
    /// assert_eq!(Hypot::of(&Array::from([3.0, 3e30]), &Array::from([4.0, 0.0])).to_vec::<f32>(), [5.0, 3e30]);
    /// ```
    Hypot = hypot: Float;
    fn value(a, b), cost 2 {
        let (a, b) = (a.abs(), b.abs());
        let (long, short) = if a > b { (a, b) } else { (b, a) };
        let ratio = short / long;
        let length = long * (T::ONE + ratio * ratio).sqrt();
        // The ratio of two zeros or of two infinities is not a number. A zero beside not-a-number is no such pair.
        let length = if a + b == T::ZERO { T::ZERO } else { length };
        if a == T::INFINITY || b == T::INFINITY { T::INFINITY } else { length }
    }
}
