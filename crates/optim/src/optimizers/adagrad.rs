//! [`Adagrad`]: steps divided by the root of all squared gradients so far.

use options_derive::Options;
use tensor_core::{Array, Rule, RuleFloat};

use crate::algorithm::{Algorithm, Core, Step, optimizer};
use crate::direction::direction;
use crate::state::state;

/// Adagrad, of J. Duchi, E. Hazan and Y. Singer: "Adaptive Subgradient Methods for Online Learning and Stochastic
/// Optimization" (2011): `torch.optim.Adagrad`.
///
/// With gradient `g`, parameter `p`, the step's number `t`, and only what is set:
///
/// ```text
/// g = -g                                    if maximize
/// g = g + weight_decay p
/// s = s + g g
/// p = p - lr / (1 + (t - 1) lr_decay) g / (sqrt(s) + eps)
/// ```
///
/// ```
/// use autograd::Tensor;
/// use optim::{Adagrad, Optimizer};
///
/// let w = Tensor::from([1.0, -2.0]).requires_grad_(true);
/// let mut optimizer = Adagrad::new([&w], 0.01);
/// w.square().sum().backward();
/// optimizer.step(); // the first step is lr long in each direction
/// assert!((w.get(0).item() - 0.99).abs() < 1e-6);
/// ```
#[derive(Debug)]
pub struct Adagrad(Core<Accumulated>);

optimizer!(Adagrad, Accumulated);

/// The options of [`Adagrad`].
#[derive(Clone, Copy, Debug, Options)]
#[options(optimizer = Adagrad)]
struct Accumulated {
    lr: f64,
    /// How fast the learning rate falls with the number of steps.
    #[option(default = 0.0, limit = non_negative)]
    lr_decay: f64,
    weight_decay: f64,
    /// What the sums of squares begin with. As in PyTorch that of the optimizer holds for all groups.
    #[option(default = 0.0, limit = non_negative)]
    initial_accumulator_value: f64,
    #[option(default = 1e-10)]
    eps: f64,
    maximize: bool,
}

state! {
    struct Sum {
        step: f64,
        sum: Array,
    }
}

impl Algorithm for Accumulated {
    type State = Sum;

    fn begin(&self, optimizer: &Self, parameter: &Array) -> Sum {
        Sum {
            step: 0.0,
            sum: Array::full(
                parameter.shape(),
                optimizer.initial_accumulator_value,
                parameter.dtype(),
            ),
        }
    }
}

impl Step for Accumulated {
    #[inline]
    fn step(&self, parameter: &mut Array, grad: &Array, state: &mut Sum) {
        let size = self.lr / (1.0 + state.step * self.lr_decay);
        state.step += 1.0;
        parameter.update(grad, [&mut state.sum], &Update { options: *self, size });
    }
}

/// One step, with the learning rate of its number.
#[derive(Clone, Copy)]
struct Update {
    options: Accumulated,
    size: f64,
}

impl Rule<1> for Update {
    #[inline(always)]
    fn apply<F: RuleFloat>(&self, parameter: F, grad: F, [sum]: [F; 1]) -> (F, [F; 1]) {
        let grad = direction(self.options.maximize, self.options.weight_decay, parameter, grad);
        let sum = sum + grad * grad;
        let divisor = sum.sqrt() + F::from_f64(self.options.eps);
        (parameter - F::from_f64(self.size) * grad / divisor, [sum])
    }
}
