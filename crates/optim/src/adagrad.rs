//! [`Adagrad`]: steps divided by the root of all squared gradients so far.

use tensor_core::{Array, Rule, RuleFloat};

use crate::algorithm::{Algorithm, Core, optimizer};
use crate::group_builder::option_methods;
use crate::options::{Choice, Value};
use crate::state::State;

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
pub struct Adagrad(Core);

optimizer!(Adagrad, Accumulated);

impl Adagrad {
    option_methods! {
        /// How fast the learning rate falls with the number of steps; 0 unless told otherwise.
        ///
        /// # Panics
        /// If it is negative.
        lr_decay: f64;
        /// How strongly parameters are pulled to zero: what is added to the gradient, per unit of the parameter.
        ///
        /// # Panics
        /// If it is negative.
        weight_decay: f64;
        /// What the sums of squares begin with; 0 unless told otherwise.
        ///
        /// # Panics
        /// If it is negative.
        initial_accumulator_value: f64;
        /// What keeps the divisor from being zero; 1e-10 unless told otherwise.
        ///
        /// # Panics
        /// If it is negative.
        eps: f64;
        /// Climbs instead of descending.
        maximize: bool;
    }
}

#[derive(Clone, Copy, Debug)]
struct Accumulated {
    lr: f64,
    lr_decay: f64,
    weight_decay: f64,
    initial: f64,
    eps: f64,
    maximize: bool,
}

const SUM: usize = 0;

impl Algorithm for Accumulated {
    const NAME: &'static str = "Adagrad";
    const CHOICES: &'static [Choice] = &[
        Choice::float("lr", 1e-2),
        Choice::float("lr_decay", 0.0),
        Choice::float("weight_decay", 0.0),
        Choice::float("initial_accumulator_value", 0.0),
        Choice::float("eps", 1e-10),
        Choice::flag("maximize"),
    ];
    const BUFFERS: &'static [&'static str] = &["sum"];

    #[inline]
    fn read(options: &[Value]) -> Self {
        let &[
            Value::Float(lr),
            Value::Float(lr_decay),
            Value::Float(weight_decay),
            Value::Float(initial),
            Value::Float(eps),
            Value::Flag(maximize),
        ] = options
        else {
            unreachable!("the options of a group are those of its optimizer")
        };
        Self {
            lr,
            lr_decay,
            weight_decay,
            initial,
            eps,
            maximize,
        }
    }

    #[inline]
    fn step(&self, parameter: &mut Array, grad: &Array, state: &mut State) {
        let size = self.lr / (1.0 + state.step as f64 * self.lr_decay);
        state.step += 1;
        let sum = state.buffers([SUM], parameter, self.initial);
        parameter.update(grad, sum, &Step { options: *self, size });
    }
}

/// One step, with the learning rate of its number.
#[derive(Clone, Copy)]
struct Step {
    options: Accumulated,
    size: f64,
}

impl Rule<1> for Step {
    #[inline(always)]
    fn apply<F: RuleFloat>(&self, parameter: F, grad: F, [sum]: [F; 1]) -> (F, [F; 1]) {
        let mut grad = if self.options.maximize { -grad } else { grad };
        if self.options.weight_decay != 0.0 {
            grad = grad + F::from_f64(self.options.weight_decay) * parameter;
        }
        let sum = sum + grad * grad;
        let divisor = sum.sqrt() + F::from_f64(self.options.eps);
        (parameter - F::from_f64(self.size) * grad / divisor, [sum])
    }
}
