//! [`RMSprop`]: steps divided by the root mean square of recent gradients.

use options_derive::Options;
use tensor_core::{Array, Rule, RuleFloat};

use crate::algorithm::{Algorithm, Core, Step, optimizer};
use crate::direction::direction;
use crate::state::{made, state};

/// RMSprop, of G. Hinton's lectures (2012); centered, of A. Graves: "Generating Sequences With Recurrent Neural
/// Networks" (2013): `torch.optim.RMSprop`.
///
/// With gradient `g`, parameter `p`, and only what is set:
///
/// ```text
/// g = -g                          if maximize
/// g = g + weight_decay p
/// s = alpha s + (1 - alpha) g g
/// m = alpha m + (1 - alpha) g     if centered, else 0
/// d = g / (sqrt(s - m m) + eps)
/// b = momentum b + d              with momentum, else d
/// p = p - lr b
/// ```
///
/// ```
/// use autograd::Tensor;
/// use optim::{Optimizer, RMSprop};
///
/// let w = Tensor::from([1.0, -2.0]).requires_grad_(true);
/// let mut optimizer = RMSprop::new([&w], 0.01).alpha(0.75);
/// w.square().sum().backward();
/// optimizer.step(); // g / sqrt(g g / 4) is 2
/// assert!((w.get(0).item() - 0.98).abs() < 1e-6);
/// ```
#[derive(Debug)]
pub struct RMSprop(Core<Scaled>);

optimizer!(RMSprop, Scaled);

/// The options of [`RMSprop`].
#[derive(Clone, Copy, Debug, Options)]
#[options(optimizer = RMSprop)]
struct Scaled {
    lr: f64,
    /// How much of the average of squares remains.
    #[option(default = 0.99, limit = non_negative)]
    alpha: f64,
    eps: f64,
    weight_decay: f64,
    /// How much of the last step's velocity remains.
    #[option(default = 0.0, limit = non_negative)]
    momentum: f64,
    /// Divides by the deviation from the mean of the gradients instead of from zero.
    #[option(default = false)]
    centered: bool,
    maximize: bool,
}

state! {
    struct Averages {
        step: f64,
        square_avg: Array,
        momentum_buffer: Option<Array>,
        grad_avg: Option<Array>,
    }
}

impl Algorithm for Scaled {
    type State = Averages;
}

impl Step for Scaled {
    #[inline]
    fn step(&self, parameter: &mut Array, grad: &Array, state: &mut Averages) {
        state.step += 1.0;
        let (squares, velocity, mean) = (
            &mut state.square_avg,
            &mut state.momentum_buffer,
            &mut state.grad_avg,
        );
        match (self.momentum > 0.0, self.centered) {
            (false, false) => parameter.update(grad, [squares], self),
            (true, false) => {
                let kept = [squares, made(velocity, parameter)];
                parameter.update(grad, kept, &WithVelocity(*self));
            }
            (false, true) => {
                let kept = [squares, made(mean, parameter)];
                parameter.update(grad, kept, &WithMean(*self));
            }
            (true, true) => {
                let kept = [squares, made(velocity, parameter), made(mean, parameter)];
                parameter.update(grad, kept, self);
            }
        }
    }

    #[inline]
    fn steps_in_place(&self, state: &Averages) -> bool {
        let has_velocity = self.momentum == 0.0 || state.momentum_buffer.is_some();
        has_velocity && (!self.centered || state.grad_avg.is_some())
    }
}

impl Scaled {
    #[inline(always)]
    fn direction<F: RuleFloat>(&self, parameter: F, grad: F) -> F {
        direction(self.maximize, self.weight_decay, parameter, grad)
    }

    #[inline(always)]
    fn squares<F: RuleFloat>(&self, squares: F, grad: F) -> F {
        F::from_f64(self.alpha) * squares + F::from_f64(1.0 - self.alpha) * grad * grad
    }

    #[inline(always)]
    fn mean<F: RuleFloat>(&self, mean: F, grad: F) -> F {
        mean + F::from_f64(1.0 - self.alpha) * (grad - mean)
    }

    #[inline(always)]
    fn scaled<F: RuleFloat>(&self, grad: F, variance: F) -> F {
        grad / (variance.sqrt() + F::from_f64(self.eps))
    }

    #[inline(always)]
    fn velocity<F: RuleFloat>(&self, velocity: F, step: F) -> F {
        F::from_f64(self.momentum) * velocity + step
    }

    #[inline(always)]
    fn follow<F: RuleFloat>(&self, parameter: F, step: F) -> F {
        parameter - F::from_f64(self.lr) * step
    }
}

impl Rule<1> for Scaled {
    #[inline(always)]
    fn apply<F: RuleFloat>(&self, parameter: F, grad: F, [squares]: [F; 1]) -> (F, [F; 1]) {
        let grad = self.direction(parameter, grad);
        let squares = self.squares(squares, grad);
        (self.follow(parameter, self.scaled(grad, squares)), [squares])
    }
}

#[derive(Clone, Copy)]
struct WithVelocity(Scaled);

impl Rule<2> for WithVelocity {
    #[inline(always)]
    fn apply<F: RuleFloat>(&self, parameter: F, grad: F, [squares, velocity]: [F; 2]) -> (F, [F; 2]) {
        let grad = self.0.direction(parameter, grad);
        let squares = self.0.squares(squares, grad);
        let velocity = self.0.velocity(velocity, self.0.scaled(grad, squares));
        (self.0.follow(parameter, velocity), [squares, velocity])
    }
}

#[derive(Clone, Copy)]
struct WithMean(Scaled);

impl Rule<2> for WithMean {
    #[inline(always)]
    fn apply<F: RuleFloat>(&self, parameter: F, grad: F, [squares, mean]: [F; 2]) -> (F, [F; 2]) {
        let grad = self.0.direction(parameter, grad);
        let (squares, mean) = (self.0.squares(squares, grad), self.0.mean(mean, grad));
        let step = self.0.scaled(grad, squares - mean * mean);
        (self.0.follow(parameter, step), [squares, mean])
    }
}

impl Rule<3> for Scaled {
    #[inline(always)]
    fn apply<F: RuleFloat>(&self, parameter: F, grad: F, [squares, velocity, mean]: [F; 3]) -> (F, [F; 3]) {
        let grad = self.direction(parameter, grad);
        let (squares, mean) = (self.squares(squares, grad), self.mean(mean, grad));
        let velocity = self.velocity(velocity, self.scaled(grad, squares - mean * mean));
        (self.follow(parameter, velocity), [squares, velocity, mean])
    }
}
