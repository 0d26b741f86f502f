//! [`Rprop`]: steps by the signs of gradients alone.

use autograd::Error;
use options_derive::Options;
use tensor_core::{Array, Rule, RuleFloat};

use crate::algorithm::{Algorithm, Core, Step, optimizer};
use crate::state::{state, zeros_like};

/// Resilient backpropagation, of M. Riedmiller and H. Braun: "A Direct Adaptive Method for Faster Backpropagation
/// Learning" (1993): `torch.optim.Rprop`. It is for whole batches: each element has a step size of its own, which grows
/// while its gradient keeps its sign and shrinks when it turns.
///
/// With gradient `g`, that of the step before `h`, parameter `p`, step size `s`, which is `lr` at first, and only what is
/// set:
///
/// ```text
/// g = -g                                       if maximize
/// s = s etas[1]  within step_sizes             if g h > 0
/// s = s etas[0]  within step_sizes, and g = 0  if g h < 0
/// p = p - s sign(g)
/// h = g
/// ```
///
/// PyTorch's learning rate is 0.01 by default.
///
/// ```
/// use autograd::Tensor;
/// use optim::{Optimizer, Rprop};
///
/// let w = Tensor::from([1.0, -2.0]).requires_grad_(true);
/// let mut optimizer = Rprop::new([&w], 0.1);
/// for _ in 0..2 {
///     optimizer.zero_grad();
///     w.square().sum().backward();
///     optimizer.step(); // by 0.1, then by 0.12
/// }
/// assert!((w.get(0).item() - 0.78).abs() < 1e-6);
/// ```
#[derive(Debug)]
pub struct Rprop(Core<Resilient>);

optimizer!(Rprop, Resilient);

/// The options of [`Rprop`].
#[derive(Clone, Copy, Debug, Options)]
#[options(optimizer = Rprop)]
struct Resilient {
    /// The size of the first step.
    #[option(limit = non_negative)]
    lr: f64,
    /// The factors by which a step size shrinks, between 0 and 1, and grows, above 1.
    #[option(default = (0.5, 1.2), limit = positive)]
    etas: (f64, f64),
    /// The least and the largest step size.
    #[option(default = (1e-6, 50.0))]
    step_sizes: (f64, f64),
    maximize: bool,
}

state! {
    struct Signs {
        step: f64,
        prev: Array,
        step_size: Array,
    }
}

impl Algorithm for Resilient {
    type State = Signs;

    fn check(&self) -> Result<(), Error> {
        let (shrink, grow) = self.etas;
        if shrink < 1.0 && grow > 1.0 {
            return Ok(());
        }
        Err(Error::argument(format!(
            "etas must be a factor below 1 and one above 1, but are ({shrink:?}, {grow:?})"
        )))
    }

    fn begin(&self, _: &Self, parameter: &Array) -> Signs {
        Signs {
            step: 0.0,
            prev: zeros_like(parameter),
            step_size: Array::full(parameter.shape(), self.lr, parameter.dtype()),
        }
    }
}

impl Step for Resilient {
    #[inline]
    fn step(&self, parameter: &mut Array, grad: &Array, state: &mut Signs) {
        state.step += 1.0;
        parameter.update(grad, [&mut state.prev, &mut state.step_size], self);
    }
}

impl Rule<2> for Resilient {
    #[inline(always)]
    fn apply<F: RuleFloat>(&self, parameter: F, grad: F, [before, size]: [F; 2]) -> (F, [F; 2]) {
        let zero = F::from_f64(0.0);
        let mut grad = if self.maximize { -grad } else { grad };
        let agreement = grad * before;
        let mut factor = F::from_f64(1.0);
        if agreement > zero {
            factor = F::from_f64(self.etas.1);
        } else if agreement < zero {
            factor = F::from_f64(self.etas.0);
            grad = zero;
        }
        let (least, most) = (F::from_f64(self.step_sizes.0), F::from_f64(self.step_sizes.1));
        let size = (size * factor).max(least).min(most);
        (parameter - size * grad.sign(), [grad, size])
    }
}
