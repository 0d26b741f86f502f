//! [`Adadelta`]: steps as long as the recent ones, by the size of recent gradients.

use options_derive::Options;
use tensor_core::{Array, Rule, RuleFloat};

use crate::algorithm::{Algorithm, Core, Step, optimizer};
use crate::direction::direction;
use crate::state::state;

/// Adadelta, of M. D. Zeiler: "ADADELTA: An Adaptive Learning Rate Method" (2012): `torch.optim.Adadelta`.
///
/// With gradient `g`, parameter `p`, and only what is set:
///
/// ```text
/// g = -g                       if maximize
/// g = g + weight_decay p
/// s = rho s + (1 - rho) g g
/// d = sqrt(a + eps) / sqrt(s + eps) g
/// a = rho a + (1 - rho) d d
/// p = p - lr d
/// ```
///
/// PyTorch's learning rate is 1 by default.
///
/// ```
/// use autograd::Tensor;
/// use optim::{Adadelta, Optimizer};
///
/// let w = Tensor::from([1.0, -2.0]).requires_grad_(true);
/// let mut optimizer = Adadelta::new([&w], 1.0).eps(1e-2);
/// let loss = w.square().sum();
/// loss.backward();
/// optimizer.step();
/// assert!(w.square().sum().item() < loss.item());
/// ```
#[derive(Debug)]
pub struct Adadelta(Core<Scaled>);

optimizer!(Adadelta, Scaled);

/// The options of [`Adadelta`].
#[derive(Clone, Copy, Debug, Options)]
#[options(optimizer = Adadelta)]
struct Scaled {
    lr: f64,
    /// How much of the averages of squares remains.
    #[option(default = 0.9, limit = unit)]
    rho: f64,
    /// What keeps the divisor from being zero, and the first step too.
    #[option(default = 1e-6, limit = non_negative)]
    eps: f64,
    weight_decay: f64,
    maximize: bool,
}

state! {
    struct Averages {
        step: f64,
        square_avg: Array,
        acc_delta: Array,
    }
}

impl Algorithm for Scaled {
    type State = Averages;
}

impl Step for Scaled {
    #[inline]
    fn step(&self, parameter: &mut Array, grad: &Array, state: &mut Averages) {
        state.step += 1.0;
        parameter.update(grad, [&mut state.square_avg, &mut state.acc_delta], self);
    }
}

impl Rule<2> for Scaled {
    #[inline(always)]
    fn apply<F: RuleFloat>(&self, parameter: F, grad: F, [squares, steps]: [F; 2]) -> (F, [F; 2]) {
        let [rho, rest, eps] = [self.rho, 1.0 - self.rho, self.eps].map(F::from_f64);
        let grad = direction(self.maximize, self.weight_decay, parameter, grad);
        let squares = rho * squares + rest * grad * grad;
        let step = (steps + eps).sqrt() / (squares + eps).sqrt() * grad;
        let steps = rho * steps + rest * step * step;
        (parameter - F::from_f64(self.lr) * step, [squares, steps])
    }
}
