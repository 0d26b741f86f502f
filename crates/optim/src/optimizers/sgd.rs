//! [`SGD`]: stochastic gradient descent.

use autograd::Error;
use options_derive::Options;
use tensor_core::{Array, Rule, RuleFloat};

use crate::algorithm::{Algorithm, Core, Step, optimizer};
use crate::direction::direction;
use crate::state::{state, zeros_like};

/// Stochastic gradient descent, with momentum if asked for: `torch.optim.SGD`.
///
/// With gradient `g`, parameter `p`, velocity `v`, and only what is set:
///
/// ```text
/// g = -g                                if maximize
/// g = g + weight_decay p
/// v = g                                 at the first step
/// v = momentum v + (1 - dampening) g    at later ones
/// g = g + momentum v                    if nesterov
/// g = v                                 otherwise
/// p = p - lr g
/// ```
///
/// The learning rate stands outside the velocity, unlike in I. Sutskever et al.: "On the importance of initialization
/// and momentum in deep learning" (2013), from which the Nesterov form comes.
///
/// ```
/// use autograd::Tensor;
/// use optim::{Optimizer, SGD};
///
/// let w = Tensor::from([1.0, -2.0]).requires_grad_(true);
/// let mut optimizer = SGD::new([&w], 0.1).momentum(0.9).weight_decay(1e-4);
/// w.square().sum().backward();
/// optimizer.step();
/// optimizer.zero_grad();
/// println!("{optimizer}");
/// ```
#[derive(Debug)]
pub struct SGD(Core<Descent>);

optimizer!(SGD, Descent);

/// The options of [`SGD`].
#[derive(Clone, Copy, Debug, Options)]
#[options(optimizer = SGD)]
struct Descent {
    lr: f64,
    /// How much of the last step's velocity remains.
    #[option(default = 0.0, limit = non_negative)]
    momentum: f64,
    /// How much of the gradient the velocity leaves out.
    #[option(default = 0.0)]
    dampening: f64,
    weight_decay: f64,
    /// Looks ahead along the velocity. It is refused without a momentum, which is set before, and with a dampening;
    /// a group that has it alone steps without, as in PyTorch.
    #[option(default = false)]
    nesterov: bool,
    maximize: bool,
}

state! {
    struct Velocity {
        /// Made in the first step with momentum.
        momentum_buffer: Option<Array>,
    }
}

impl Algorithm for Descent {
    type State = Velocity;

    fn check(&self) -> Result<(), Error> {
        if self.nesterov && (self.momentum <= 0.0 || self.dampening != 0.0) {
            return Err(Error::argument(format!(
                "nesterov needs a momentum above 0 and a dampening of 0, but they are {} and {}",
                self.momentum, self.dampening
            )));
        }
        Ok(())
    }
}

impl Step for Descent {
    #[inline]
    fn step(&self, parameter: &mut Array, grad: &Array, state: &mut Velocity) {
        if self.momentum == 0.0 {
            parameter.update(grad, [], self);
        } else if let Some(velocity) = &mut state.momentum_buffer {
            parameter.update(grad, [velocity], self);
        } else {
            let velocity = state.momentum_buffer.insert(zeros_like(parameter));
            parameter.update(grad, [velocity], &FirstStep(*self));
        }
    }

    #[inline]
    fn steps_in_place(&self, state: &Velocity) -> bool {
        self.momentum == 0.0 || state.momentum_buffer.is_some()
    }
}

impl Descent {
    /// What the step follows, before momentum.
    #[inline(always)]
    fn direction<F: RuleFloat>(&self, parameter: F, grad: F) -> F {
        direction(self.maximize, self.weight_decay, parameter, grad)
    }

    #[inline(always)]
    fn follow<F: RuleFloat>(&self, parameter: F, direction: F, velocity: F) -> F {
        let direction = if self.nesterov {
            direction + F::from_f64(self.momentum) * velocity
        } else {
            velocity
        };
        parameter - F::from_f64(self.lr) * direction
    }
}

/// Without momentum.
impl Rule<0> for Descent {
    #[inline(always)]
    fn apply<F: RuleFloat>(&self, parameter: F, grad: F, _: [F; 0]) -> (F, [F; 0]) {
        let direction = self.direction(parameter, grad);
        (parameter - F::from_f64(self.lr) * direction, [])
    }
}

/// With momentum.
impl Rule<1> for Descent {
    #[inline(always)]
    fn apply<F: RuleFloat>(&self, parameter: F, grad: F, [velocity]: [F; 1]) -> (F, [F; 1]) {
        let direction = self.direction(parameter, grad);
        let velocity = F::from_f64(self.momentum) * velocity + F::from_f64(1.0 - self.dampening) * direction;
        (self.follow(parameter, direction, velocity), [velocity])
    }
}

/// The first step with momentum, where there is no velocity to dampen.
#[derive(Clone, Copy)]
struct FirstStep(Descent);

impl Rule<1> for FirstStep {
    #[inline(always)]
    fn apply<F: RuleFloat>(&self, parameter: F, grad: F, _: [F; 1]) -> (F, [F; 1]) {
        let direction = self.0.direction(parameter, grad);
        (self.0.follow(parameter, direction, direction), [direction])
    }
}
