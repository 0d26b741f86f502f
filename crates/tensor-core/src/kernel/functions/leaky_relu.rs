//! The leaky rectified linear unit.

use super::unary;

unary! {
    /// `x` where positive, else `slope x`.
    ///
    /// ```
    /// use tensor_core::Array;
    /// assert_eq!(Array::from([-2.0, 2.0]).leaky_relu(0.5).to_vec::<f32>(), [-1.0, 2.0]);
    /// ```
    ///
    /// # Panics
    /// If the elements are not floating point.
    LeakyRelu { slope } = leaky_relu: Float;
    fn value(x) { if x > T::ZERO { x } else { slope * x } }
    // At 0 it is that of the left, as in PyTorch.
    fn slope(grad, x) { if x > T::ZERO { grad } else { grad * slope } }
}
