//! Gradients of functions of one number, element by element: `grad` times the slope, in one pass.

use crate::array::Array;
use crate::array::elementwise::zip_broadcast;
use crate::dtype::{Element, dispatch_float};
use crate::kernel::slopes;

/// Declares gradients, from `grad` and the argument or the result of the function. Both are floating point, and
/// `grad` has or takes the element type of the other.
macro_rules! slopes {
    ($($(#[$doc:meta])* $name:ident($of:ident $(, $parameter:ident)*): $op:expr;)*) => {
        impl Array {$(
            $(#[$doc])*
            ///
            /// # Panics
            /// If the shapes do not broadcast.
            #[track_caller]
            pub fn $name(grad: &Array, $of: &Array $(, $parameter: f64)*) -> Array {
                dispatch_float!($of.dtype(), T => {
                    $(let $parameter = <T as Element>::from_f64($parameter);)*
                    zip_broadcast::<T, T>(&$op, grad, $of)
                })
            }
        )*}
    };
}

slopes! {
    /// The gradient of [`square`](Array::square): `grad * 2 x`.
    square_backward(x): slopes::Square;
    /// The gradient of [`abs`](Array::abs): 0 at 0.
    abs_backward(x): slopes::Abs;
    /// The gradient of the square root: `grad / 2 r`.
    sqrt_backward(result): slopes::Sqrt;
    /// The gradient of the hyperbolic tangent: `grad * (1 - r^2)`.
    ///
    /// ```
    /// use tensor_core::Array;
    /// let (grad, result) = (Array::from([2.0]), Array::from([0.5]));
    /// assert_eq!(Array::tanh_backward(&grad, &result).to_vec::<f32>(), [1.5]);
    /// ```
    tanh_backward(result): slopes::Tanh;
    /// The gradient of the sigmoid: `grad * r (1 - r)`.
    sigmoid_backward(result): slopes::Sigmoid;
    /// The gradient of `x s(x)`, where `s` is the sigmoid: `grad * s(x) (1 + x (1 - s(x)))`.
    silu_backward(x): slopes::Silu;
    /// The gradient of `x Φ(x)`, where Φ is the distribution function of the standard normal distribution and φ its
    /// density: `grad * (Φ(x) + x φ(x))`.
    gelu_backward(x): slopes::Gelu;
    /// The gradient of the approximation of `gelu` by a hyperbolic tangent.
    gelu_tanh_backward(x): slopes::GeluTanh;
    /// The gradient of the leaky rectifier: `grad` where `x` is positive, else `slope * grad`.
    leaky_relu_backward(x, slope): slopes::LeakyRelu { slope };
    /// The gradient of `elu`: `grad` where `x` is positive, else `grad * alpha e^x`.
    elu_backward(x, alpha): slopes::Elu { alpha };
    /// The gradient of `softplus`: `grad * s(beta x)`, where `s` is the sigmoid; `grad` where `beta x > threshold`.
    softplus_backward(x, beta, threshold): slopes::Softplus { beta, threshold };
    /// The gradient of `clamp`: `grad` strictly between the bounds, else 0. A bound that was left out is infinite.
    clamp_backward(x, min, max): slopes::Clamp { min, max };
}
