//! What the elementwise steps of several optimizers begin with: the direction, the weight decay, and averages of both moments.

use tensor_core::RuleFloat;

/// The gradient, or its opposite to climb, with what `weight_decay` adds to it for each unit of the parameter.
#[inline(always)]
pub(crate) fn direction<F: RuleFloat>(maximize: bool, weight_decay: f64, parameter: F, grad: F) -> F {
    let grad = if maximize { -grad } else { grad };
    // A product with 0 would make an infinite parameter nan.
    if weight_decay == 0.0 {
        grad
    } else {
        grad + F::from_f64(weight_decay) * parameter
    }
}

/// Where the weight decay acts, and how strongly.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Decay {
    /// Through the gradient.
    Gradient(f64),
    /// On the parameter itself.
    Parameter(f64),
}

impl Decay {
    /// That of options which have both.
    pub(crate) fn new(weight_decay: f64, decoupled: bool) -> Self {
        if decoupled {
            Decay::Parameter(weight_decay)
        } else {
            Decay::Gradient(weight_decay)
        }
    }

    /// The decayed parameter, and the direction.
    #[inline(always)]
    pub(crate) fn apply<F: RuleFloat>(self, lr: f64, maximize: bool, parameter: F, grad: F) -> (F, F) {
        match self {
            Decay::Gradient(decay) => (parameter, direction(maximize, decay, parameter, grad)),
            Decay::Parameter(decay) => (
                parameter * F::from_f64(1.0 - lr * decay),
                direction(maximize, 0.0, parameter, grad),
            ),
        }
    }
}

/// Adam's averages of gradients and of their squares, after one more.
#[inline(always)]
pub(crate) fn moments<F: RuleFloat>(betas: (f64, f64), grad: F, mean: F, squares: F) -> (F, F) {
    let (beta1, beta2) = betas;
    (
        mean + F::from_f64(1.0 - beta1) * (grad - mean),
        F::from_f64(beta2) * squares + F::from_f64(1.0 - beta2) * grad * grad,
    )
}
