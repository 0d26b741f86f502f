//! [`ASGD`]: gradient descent that also averages where it was.

use options_derive::Options;
use tensor_core::{Array, Rule, RuleFloat};

use crate::algorithm::{Algorithm, Core, Step, optimizer};
use crate::direction::direction;
use crate::state::{State, state};

/// Averaged stochastic gradient descent, of B. T. Polyak and A. B. Juditsky: "Acceleration of Stochastic Approximation
/// by Averaging" (1992): `torch.optim.ASGD`.
///
/// With gradient `g`, parameter `p`, the step's number `t`, and only what is set; `n` is `lr` and `u` is 1 in the first
/// step:
///
/// ```text
/// g = -g                       if maximize
/// g = g + weight_decay p
/// p = p (1 - lambd n) - n g
/// a = p                        if u is 1
/// a = a + u (p - a)            otherwise
/// n = lr / (1 + lambd lr t)^alpha
/// u = 1 / max(1, t - t0)
/// ```
///
/// The average `a` is the entry `ax` of the [state](crate::Optimizer::state_dict). PyTorch's learning rate is 0.01 by
/// default.
///
/// ```
/// use autograd::Tensor;
/// use optim::{ASGD, Optimizer};
///
/// let w = Tensor::from([1.0, -2.0]).requires_grad_(true);
/// let mut optimizer = ASGD::new([&w], 0.1).t0(0.0);
/// for _ in 0..2 {
///     optimizer.zero_grad();
///     w.square().sum().backward();
///     optimizer.step(); // to 0.8, then to 0.64
/// }
/// let averages = &optimizer.state_dict()["state.0.ax"];
/// assert!((averages.get(0).item() - 0.64).abs() < 1e-3);
/// ```
#[derive(Debug)]
pub struct ASGD(Core<Averaging>);

optimizer!(ASGD, Averaging);

/// The options of [`ASGD`].
#[derive(Clone, Copy, Debug, Options)]
#[options(optimizer = ASGD)]
struct Averaging {
    lr: f64,
    /// How strongly parameters are pulled to zero in each step, and with `alpha` how fast the steps become shorter.
    #[option(default = 1e-4, limit = non_negative)]
    lambd: f64,
    /// The power by which the steps become shorter.
    #[option(default = 0.75, limit = non_negative)]
    alpha: f64,
    /// The step from which on the average is one.
    #[option(default = 1e6)]
    t0: f64,
    weight_decay: f64,
    maximize: bool,
}

state! {
    struct Average {
        step: f64,
        /// How long the next step is.
        eta: f64,
        /// What the next place counts in the average.
        mu: f64,
        ax: Array,
    }
}

impl Algorithm for Averaging {
    type State = Average;

    fn begin(&self, _: &Self, parameter: &Array) -> Average {
        Average {
            eta: self.lr,
            mu: 1.0,
            ..Average::zeros(parameter)
        }
    }
}

impl Step for Averaging {
    #[inline]
    fn step(&self, parameter: &mut Array, grad: &Array, state: &mut Average) {
        state.step += 1.0;
        let rule = Update {
            options: *self,
            eta: state.eta,
            mu: state.mu,
        };
        parameter.update(grad, [&mut state.ax], &rule);
        state.eta = self.lr / (1.0 + self.lambd * self.lr * state.step).powf(self.alpha);
        state.mu = 1.0 / (state.step - self.t0).max(1.0);
    }
}

/// One step, with what depends on its number.
#[derive(Clone, Copy)]
struct Update {
    options: Averaging,
    eta: f64,
    mu: f64,
}

impl Rule<1> for Update {
    #[inline(always)]
    fn apply<F: RuleFloat>(&self, parameter: F, grad: F, [average]: [F; 1]) -> (F, [F; 1]) {
        let Averaging {
            lambd,
            weight_decay,
            maximize,
            ..
        } = self.options;
        let grad = direction(maximize, weight_decay, parameter, grad);
        let parameter = parameter * F::from_f64(1.0 - lambd * self.eta) - F::from_f64(self.eta) * grad;
        let average = if self.mu == 1.0 {
            parameter
        } else {
            average + F::from_f64(self.mu) * (parameter - average)
        };
        (parameter, [average])
    }
}
