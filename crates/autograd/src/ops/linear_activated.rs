//! `activation(x @ weight^T + bias)`.

use tensor_core::functions::{Differentiable, Relu, Sigmoid, Tanh};

use super::function::{piecewise_gradient, smooth_gradient};
use super::linear::{grad_input, grad_weight};
use super::{sigmoid, tanh};
use crate::record::{Save, record};
use crate::scope::{caller_location, with_location};
use crate::tensor::Tensor;

/// A function whose slope is read from its result, so that a linear map before it need not keep its own.
///
/// Behind pointers, so that a program holds the code of those alone that it uses.
#[derive(Clone, Copy, Debug)]
pub struct Activation {
    apart: fn(&Tensor) -> Tensor,
    fused: fn(&Tensor, &Tensor, &Tensor) -> Tensor,
}

impl Activation {
    /// [`Tensor::relu`]
    pub const RELU: Self = Self {
        apart: Tensor::relu,
        fused: |x, weight, bias| x.fused(weight, bias, Relu, |grad, y| piecewise_gradient(Relu, grad, y)),
    };
    /// [`Tensor::sigmoid`]
    pub const SIGMOID: Self = Self {
        apart: Tensor::sigmoid,
        fused: |x, weight, bias| {
            x.fused(weight, bias, Sigmoid, |grad, y| {
                smooth_gradient(Sigmoid, grad, y, sigmoid::curvature)
            })
        },
    };
    /// [`Tensor::tanh`]
    pub const TANH: Self = Self {
        apart: Tensor::tanh,
        fused: |x, weight, bias| {
            x.fused(weight, bias, Tanh, |grad, y| {
                smooth_gradient(Tanh, grad, y, tanh::curvature)
            })
        },
    };
}

impl Tensor {
    /// [`linear`](Tensor::linear) and an activation after it, as one operation: the same numbers, from half as many
    /// nodes. In a graph it has the activation's name.
    ///
    /// Gradient: with `g`, the gradient times the activation's slope, `g @ weight` for `x`, `g^T @ x` for `weight`, `g`
    /// summed over the rows for `bias`.
    ///
    /// ```
    /// # use autograd::{Activation, Tensor};
    /// let (weight, bias) = (Tensor::from([[3.0, 4.0], [-5.0, 6.0]]), Tensor::from([0.5, 0.0]));
    /// let y = Tensor::from([[2.0, 1.0]]).linear_activated(&weight, Some(&bias), Activation::RELU);
    /// assert_eq!(y.to_vec::<f32>(), [10.5, 0.0]);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not fit, or the element types differ or are bool.
    #[track_caller]
    pub fn linear_activated(&self, weight: &Tensor, bias: Option<&Tensor>, activation: Activation) -> Tensor {
        // A pointer to a function does not carry the line.
        with_location(caller_location(), || match (weight.shape(), bias) {
            (&[out, _], Some(bias)) if bias.shape() == [out] => (activation.fused)(self, weight, bias),
            _ => (activation.apart)(&self.linear(weight, bias)),
        })
    }

    /// `gradient` is what `f` makes of a gradient, given its result.
    #[track_caller]
    fn fused<F: Differentiable>(
        &self,
        weight: &Tensor,
        bias: &Tensor,
        f: F,
        gradient: fn(&Tensor, &Tensor) -> Tensor,
    ) -> Tensor {
        let value = f.value(&self.value().linear(&weight.value(), Some(&*bias.value())));
        let save = [Save::Input(0), Save::Input(1), Save::Result];
        record(F::NAME, value, [self, weight, bias], save, move |cx| {
            let [x, weight, y] = cx.saved();
            let grad = gradient(&cx.grad, y);
            [
                cx.to(0, |_| grad_input(&grad, x, weight)),
                cx.to(1, |_| grad_weight(&grad, x)),
                // The engine sums over the rows.
                Some(grad),
            ]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Activation;
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    const ALL: [Activation; 3] = [Activation::RELU, Activation::SIGMOID, Activation::TANH];

    fn apart(x: &Tensor, weight: &Tensor, bias: Option<&Tensor>, activation: Activation) -> Tensor {
        (activation.apart)(&x.linear(weight, bias))
    }

    #[test]
    fn gradients() {
        for activation in ALL {
            for x in [&[4, 3][..], &[2, 4, 3], &[3]] {
                check(&[x, &[2, 3], &[2]], |x| {
                    x[0].linear_activated(&x[1], Some(&x[2]), activation)
                });
                check_second(&[x, &[2, 3], &[2]], |x| {
                    x[0].linear_activated(&x[1], Some(&x[2]), activation).square()
                });
            }
        }
    }

    #[test]
    fn the_bits_are_those_of_two_operations() {
        for activation in ALL {
            let leaf = |shape: &[usize]| Tensor::randn(shape).requires_grad_(true);
            let of = [leaf(&[10, 7]), leaf(&[20, 7]), leaf(&[20])];
            let run = |f: fn(&Tensor, &Tensor, Option<&Tensor>, Activation) -> Tensor| {
                of.iter().for_each(|leaf| leaf.set_grad(None));
                let y = f(&of[0], &of[1], Some(&of[2]), activation);
                y.square().sum().backward();
                let grads = of.iter().map(|leaf| leaf.grad().unwrap().to_vec::<f32>());
                (y.grad_fn(), y.to_vec::<f32>(), grads.collect::<Vec<_>>())
            };
            assert_eq!(run(Tensor::linear_activated), run(apart));
        }
    }

    #[test]
    fn what_is_not_fused_has_the_same_values() {
        let (x, weight) = (Tensor::randn([4, 3]), Tensor::randn([2, 3]));
        for bias in [None, Some(&Tensor::from([0.5]))] {
            assert_eq!(
                x.linear_activated(&weight, bias, Activation::TANH)
                    .to_vec::<f32>(),
                apart(&x, &weight, bias, Activation::TANH).to_vec::<f32>()
            );
        }
    }
}
