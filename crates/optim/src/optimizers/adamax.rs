//! [`Adamax`]: Adam with the largest gradient in place of the mean square.

use options_derive::Options;
use tensor_core::{Array, Rule, RuleFloat};

use crate::algorithm::{Algorithm, Core, Step, optimizer};
use crate::direction::direction;
use crate::state::state;

/// Adamax, of D. P. Kingma and J. Ba: "Adam: A Method for Stochastic Optimization" (2014): `torch.optim.Adamax`.
///
/// With gradient `g`, parameter `p`, the step's number `t`, and only what is set:
///
/// ```text
/// g = -g                       if maximize
/// g = g + weight_decay p
/// m = b1 m + (1 - b1) g
/// u = max(b2 u, |g| + eps)
/// p = p - lr / (1 - b1^t) m / u
/// ```
///
/// PyTorch's learning rate is 0.002 by default.
///
/// ```
/// use autograd::Tensor;
/// use optim::{Adamax, Optimizer};
///
/// let w = Tensor::from([1.0, -2.0]).requires_grad_(true);
/// let mut optimizer = Adamax::new([&w], 0.01);
/// w.square().sum().backward();
/// optimizer.step(); // the first step is lr long in each direction
/// assert!((w.get(0).item() - 0.99).abs() < 1e-6);
/// ```
#[derive(Debug)]
pub struct Adamax(Core<Bounded>);

optimizer!(Adamax, Bounded);

/// The options of [`Adamax`].
#[derive(Clone, Copy, Debug, Options)]
#[options(optimizer = Adamax)]
struct Bounded {
    lr: f64,
    /// How much of the average of gradients and of the largest gradient remains.
    #[option(default = (0.9, 0.999), limit = below_one)]
    betas: (f64, f64),
    eps: f64,
    weight_decay: f64,
    maximize: bool,
}

state! {
    struct Moments {
        step: f64,
        exp_avg: Array,
        exp_inf: Array,
    }
}

impl Algorithm for Bounded {
    type State = Moments;
}

impl Step for Bounded {
    #[inline]
    fn step(&self, parameter: &mut Array, grad: &Array, state: &mut Moments) {
        state.step += 1.0;
        let size = self.lr / (1.0 - self.betas.0.powf(state.step));
        let rule = Update { options: *self, size };
        parameter.update(grad, [&mut state.exp_avg, &mut state.exp_inf], &rule);
    }
}

/// One step, with what depends on its number.
#[derive(Clone, Copy)]
struct Update {
    options: Bounded,
    /// The learning rate over the mean's correction.
    size: f64,
}

impl Rule<2> for Update {
    #[inline(always)]
    fn apply<F: RuleFloat>(&self, parameter: F, grad: F, [mean, largest]: [F; 2]) -> (F, [F; 2]) {
        let Bounded {
            betas: (beta1, beta2),
            eps,
            weight_decay,
            maximize,
            ..
        } = self.options;
        let grad = direction(maximize, weight_decay, parameter, grad);
        let mean = mean + F::from_f64(1.0 - beta1) * (grad - mean);
        let largest = (F::from_f64(beta2) * largest).max(grad.abs() + F::from_f64(eps));
        (
            parameter - F::from_f64(self.size) * mean / largest,
            [mean, largest],
        )
    }
}
