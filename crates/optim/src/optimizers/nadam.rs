//! [`NAdam`]: Adam with Nesterov's momentum.

use options_derive::Options;
use tensor_core::{Array, Rule, RuleFloat};

use crate::algorithm::{Algorithm, Core, Step, optimizer};
use crate::direction::{Decay, moments};
use crate::state::{State, state};

/// Adam with Nesterov's momentum, of T. Dozat: "Incorporating Nesterov Momentum into Adam" (2016): `torch.optim.NAdam`.
///
/// With gradient `g`, parameter `p`, the step's number `t`, and only what is set:
///
/// ```text
/// g = -g                                   if maximize
/// p = p (1 - lr weight_decay)              if decoupled_weight_decay
/// g = g + weight_decay p                   otherwise
/// u(t) = b1 (1 - 0.96^(t momentum_decay) / 2)
/// U = u(1) u(2) .. u(t)
/// m = b1 m + (1 - b1) g
/// v = b2 v + (1 - b2) g g
/// d = sqrt(v / (1 - b2^t)) + eps
/// p = p - lr (1 - u(t)) / (1 - U) g / d
/// p = p - lr u(t + 1) / (1 - U u(t + 1)) m / d
/// ```
///
/// ```
/// use autograd::Tensor;
/// use optim::{NAdam, Optimizer};
///
/// let w = Tensor::from([1.0, -2.0]).requires_grad_(true);
/// let mut optimizer = NAdam::new([&w], 0.01);
/// for _ in 0..500 {
///     optimizer.zero_grad();
///     w.square().sum().backward();
///     optimizer.step();
/// }
/// assert!(w.abs().max().item() < 0.05);
/// ```
#[derive(Debug)]
pub struct NAdam(Core<Nesterov>);

optimizer!(NAdam, Nesterov);

/// The options of [`NAdam`].
#[derive(Clone, Copy, Debug, Options)]
#[options(optimizer = NAdam)]
struct Nesterov {
    lr: f64,
    betas: (f64, f64),
    eps: f64,
    weight_decay: f64,
    /// How fast the momentum grows to its full strength.
    #[option(default = 0.004, limit = non_negative)]
    momentum_decay: f64,
    decoupled_weight_decay: bool,
    maximize: bool,
}

state! {
    struct Moments {
        step: f64,
        /// The product of the momenta of all steps.
        mu_product: f64,
        exp_avg: Array,
        exp_avg_sq: Array,
    }
}

impl Algorithm for Nesterov {
    type State = Moments;

    fn begin(&self, _: &Self, parameter: &Array) -> Moments {
        Moments {
            mu_product: 1.0,
            ..Moments::zeros(parameter)
        }
    }
}

impl Step for Nesterov {
    #[inline]
    fn step(&self, parameter: &mut Array, grad: &Array, state: &mut Moments) {
        state.step += 1.0;
        let (momentum, next) = (self.momentum(state.step), self.momentum(state.step + 1.0));
        state.mu_product *= momentum;
        let rule = Update {
            options: *self,
            correction: 1.0 - self.betas.1.powf(state.step),
            along_grad: self.lr * (1.0 - momentum) / (1.0 - state.mu_product),
            along_mean: self.lr * next / (1.0 - state.mu_product * next),
        };
        parameter.update(grad, [&mut state.exp_avg, &mut state.exp_avg_sq], &rule);
    }
}

impl Nesterov {
    /// The momentum of a step.
    fn momentum(&self, step: f64) -> f64 {
        self.betas.0 * (1.0 - 0.5 * 0.96_f64.powf(step * self.momentum_decay))
    }
}

/// One step, with what depends on its number.
#[derive(Clone, Copy)]
struct Update {
    options: Nesterov,
    /// The squares' correction.
    correction: f64,
    /// How far the step goes along the gradient.
    along_grad: f64,
    /// How far it goes along the mean.
    along_mean: f64,
}

impl Rule<2> for Update {
    #[inline(always)]
    fn apply<F: RuleFloat>(&self, parameter: F, grad: F, [mean, squares]: [F; 2]) -> (F, [F; 2]) {
        let options = &self.options;
        let decay = Decay::new(options.weight_decay, options.decoupled_weight_decay);
        let (parameter, grad) = decay.apply(options.lr, options.maximize, parameter, grad);
        let (mean, squares) = moments(options.betas, grad, mean, squares);
        let divisor = (squares / F::from_f64(self.correction)).sqrt() + F::from_f64(options.eps);
        let parameter = parameter - F::from_f64(self.along_grad) * grad / divisor;
        let parameter = parameter - F::from_f64(self.along_mean) * mean / divisor;
        (parameter, [mean, squares])
    }
}
