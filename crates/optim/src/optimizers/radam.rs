//! [`RAdam`]: Adam that trusts its mean square only when it has seen enough.

use options_derive::Options;
use tensor_core::{Array, Rule, RuleFloat};

use crate::algorithm::{Algorithm, Core, Step, optimizer};
use crate::direction::{Decay, moments};
use crate::state::state;

/// Rectified Adam, of L. Liu et al.: "On the Variance of the Adaptive Learning Rate and Beyond" (2019):
/// `torch.optim.RAdam`.
///
/// With gradient `g`, parameter `p`, the step's number `t`, and only what is set:
///
/// ```text
/// g = -g                         if maximize
/// p = p (1 - lr weight_decay)    if decoupled_weight_decay
/// g = g + weight_decay p         otherwise
/// m = b1 m + (1 - b1) g
/// v = b2 v + (1 - b2) g g
/// R = 2 / (1 - b2) - 1
/// r = R - 2 t b2^t / (1 - b2^t)
/// q = sqrt((r - 4) (r - 2) R / ((R - 4) (R - 2) r))
/// p = p - lr / (1 - b1^t) m q sqrt(1 - b2^t) / (sqrt(v) + eps)    if r > 5
/// p = p - lr / (1 - b1^t) m                                       otherwise
/// ```
///
/// ```
/// use autograd::Tensor;
/// use optim::{Optimizer, RAdam};
///
/// let w = Tensor::from([1.0, -2.0]).requires_grad_(true);
/// let mut optimizer = RAdam::new([&w], 0.01);
/// w.square().sum().backward();
/// optimizer.step(); // the first steps go along the mean, here by lr times the gradient of 2
/// assert!((w.get(0).item() - 0.98).abs() < 1e-6);
/// ```
#[derive(Debug)]
pub struct RAdam(Core<Rectified>);

optimizer!(RAdam, Rectified);

/// The options of [`RAdam`].
#[derive(Clone, Copy, Debug, Options)]
#[options(optimizer = RAdam)]
struct Rectified {
    lr: f64,
    betas: (f64, f64),
    eps: f64,
    weight_decay: f64,
    decoupled_weight_decay: bool,
    maximize: bool,
}

state! {
    struct Moments {
        step: f64,
        exp_avg: Array,
        exp_avg_sq: Array,
    }
}

impl Algorithm for Rectified {
    type State = Moments;
}

impl Step for Rectified {
    #[inline]
    fn step(&self, parameter: &mut Array, grad: &Array, state: &mut Moments) {
        state.step += 1.0;
        let size = self.lr / (1.0 - self.betas.0.powf(state.step));
        let rectification = self.rectification(state.step);
        let rule = Update {
            options: *self,
            size: rectification.map_or(size, |factor| size * factor),
            is_adaptive: rectification.is_some(),
        };
        parameter.update(grad, [&mut state.exp_avg, &mut state.exp_avg_sq], &rule);
    }
}

impl Rectified {
    /// The factor of an adaptive step, with the squares' correction; none while they are too few.
    fn rectification(&self, step: f64) -> Option<f64> {
        let beta2 = self.betas.1;
        let correction = 1.0 - beta2.powf(step);
        let most = 2.0 / (1.0 - beta2) - 1.0;
        let length = most - 2.0 * step * beta2.powf(step) / correction;
        let factor =
            (length - 4.0) * (length - 2.0) * most / ((most - 4.0) * (most - 2.0) * length) * correction;
        (length > 5.0).then(|| factor.sqrt())
    }
}

/// One step, with what depends on its number.
#[derive(Clone, Copy)]
struct Update {
    options: Rectified,
    /// The learning rate with all corrections.
    size: f64,
    /// Whether it is divided by the root of the squares.
    is_adaptive: bool,
}

impl Rule<2> for Update {
    #[inline(always)]
    fn apply<F: RuleFloat>(&self, parameter: F, grad: F, [mean, squares]: [F; 2]) -> (F, [F; 2]) {
        let options = &self.options;
        let decay = Decay::new(options.weight_decay, options.decoupled_weight_decay);
        let (parameter, grad) = decay.apply(options.lr, options.maximize, parameter, grad);
        let (mean, squares) = moments(options.betas, grad, mean, squares);
        let mut step = F::from_f64(self.size) * mean;
        if self.is_adaptive {
            step = step / (squares.sqrt() + F::from_f64(options.eps));
        }
        (parameter - step, [mean, squares])
    }
}
