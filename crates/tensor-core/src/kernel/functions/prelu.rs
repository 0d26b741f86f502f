//! A rectifier whose slope below 0 is given for each element.

use super::binary;

binary! {
    /// `x` where positive, else `weight x`.
    Prelu = prelu: Float;
    fn value(x, weight) { if x > T::ZERO { x } else { weight * x } }
}
