//! The Gaussian error linear unit.

use std::f64::consts::{FRAC_2_SQRT_PI, SQRT_2};

use tensor_core::functions::{Differentiable, Gelu, GeluTanh, Mul};

use super::function::smooth_gradient;
use crate::mode::is_grad_enabled;
use crate::record::{Save, is_recorded, record};
use crate::tensor::Tensor;

impl Tensor {
    /// The Gaussian error linear unit: `x Φ(x)`, where Φ is the distribution function of the standard normal
    /// distribution.
    ///
    /// Gradient: `grad * (Φ(x) + x φ(x))`, where φ is the density.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([0.0, 1e4, -1e4]).gelu().to_vec::<f32>(), [0.0, 1e4, 0.0]);
    /// ```
    ///
    /// # Panics
    /// If the elements are not floating point.
    #[track_caller]
    pub fn gelu(&self) -> Tensor {
        if is_recorded(&[self])
            && let Some([value, slope]) = Gelu.with_slope(&self.value())
        {
            let save = [Save::Input(0), Save::Value(&slope)];
            return record(Gelu::NAME, value, [self], save, |cx| {
                let [x, slope] = cx.saved();
                // A pass that is itself recorded has to know how the slope depends on the input.
                [Some(if is_grad_enabled() {
                    smooth_gradient(Gelu, &cx.grad, x, curvature)
                } else {
                    Tensor::from(Mul::of(&*cx.grad.value(), &*slope.value()))
                })]
            });
        }
        self.smooth(Gelu, curvature)
    }

    /// The approximation of [`gelu`](Tensor::gelu) by `x/2 (1 + tanh(sqrt(2/π) (x + 0.044715 x^3)))`.
    ///
    /// Gradient: `grad * (s + x s (1 - s) v')`, where `s = sigmoid(v)` and `v = sqrt(8/π) (x + 0.044715 x^3)`: half
    /// of one plus the hyperbolic tangent of `v/2` is the sigmoid of `v`.
    ///
    /// # Panics
    /// If the elements are not floating point.
    #[track_caller]
    pub fn gelu_tanh(&self) -> Tensor {
        self.smooth(GeluTanh, curvature_tanh)
    }
}

/// The second derivative of `x Φ(x)`: `φ(x) (2 - x^2)`.
fn curvature(x: &Tensor) -> Tensor {
    let density = (x.square() * -0.5).exp() * (FRAC_2_SQRT_PI / SQRT_2 / 2.0);
    density * (2.0 - x.square())
}

/// The second derivative of `x s(v)`: `s (1 - s) (2 v' + x v'' + x v'^2 (1 - 2 s))`.
fn curvature_tanh(x: &Tensor) -> Tensor {
    const LINEAR: f64 = FRAC_2_SQRT_PI * SQRT_2;
    const CUBIC: f64 = LINEAR * 0.044_715;
    let square = x.square();
    let s = (x * (&square * CUBIC + LINEAR)).sigmoid();
    let first = &square * (3.0 * CUBIC) + LINEAR;
    let x_second = &square * (6.0 * CUBIC);
    let bend = x * first.square() * (1.0 - &s * 2);
    &s * (1.0 - &s) * (first * 2 + x_second + bend)
}

#[cfg(test)]
mod tests {
    use tensor_core::functions::Gelu;

    use super::{curvature, smooth_gradient};
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| x[0].gelu());
        check(&[&[2, 3]], |x| x[0].gelu_tanh());
        check_second(&[&[2, 3]], |x| x[0].gelu());
        check_second(&[&[2, 3]], |x| x[0].gelu_tanh());
    }

    #[test]
    fn the_slope_of_the_forward_pass_is_that_of_the_gradient() {
        let x = Tensor::linspace(-12.0, 12.0, 100).requires_grad_(true);
        let y = x.gelu();
        assert_eq!(y.to_vec::<f32>(), x.detach().gelu().to_vec::<f32>());
        y.sum().backward();
        let recomputed = smooth_gradient(Gelu, &Tensor::ones([100]), &x.detach(), curvature);
        assert_eq!(x.grad().unwrap().to_vec::<f32>(), recomputed.to_vec::<f32>());
    }
}
