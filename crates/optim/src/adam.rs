//! [`Adam`]: adaptive moments.

use tensor_core::{Array, Rule, RuleFloat};

use crate::algorithm::{Algorithm, Core, optimizer};
use crate::group_builder::option_methods;
use crate::options::{Choice, Value};
use crate::state::State;

/// Adam, of D. P. Kingma and J. Ba: "Adam: A Method for Stochastic Optimization" (2014): `torch.optim.Adam`.
///
/// With gradient `g`, parameter `p`, the step's number `t`, and only what is set:
///
/// ```text
/// g = -g                       if maximize
/// g = g + weight_decay p
/// m = b1 m + (1 - b1) g
/// v = b2 v + (1 - b2) g g
/// w = max(w, v) if amsgrad, else v
/// p = p - lr / (1 - b1^t) m / (sqrt(w) / sqrt(1 - b2^t) + eps)
/// ```
///
/// ```
/// use autograd::Tensor;
/// use optim::{Adam, Optimizer};
///
/// let w = Tensor::from([1.0, -2.0]).requires_grad_(true);
/// let mut optimizer = Adam::new([&w], 0.01).betas((0.9, 0.99));
/// w.square().sum().backward();
/// optimizer.step(); // the first step is lr long in each direction
/// assert!((w.get(0).item() - 0.99).abs() < 1e-6);
/// ```
#[derive(Debug)]
pub struct Adam(Core);

optimizer!(Adam, Coupled);

impl Adam {
    option_methods! {
        /// How much of the averages of gradients and of their squares remains; `(0.9, 0.999)` unless told otherwise.
        ///
        /// # Panics
        /// Unless both are at least 0 and less than 1.
        betas: (f64, f64);
        /// What keeps the divisor from being zero; 1e-8 unless told otherwise.
        ///
        /// # Panics
        /// If it is negative.
        eps: f64;
        /// How strongly parameters are pulled to zero: what is added to the gradient, per unit of the parameter.
        ///
        /// # Panics
        /// If it is negative.
        weight_decay: f64;
        /// Divides by the largest average of squares so far.
        amsgrad: bool;
        /// Climbs instead of descending.
        maximize: bool;
    }
}

/// The options of Adam and AdamW, which differ in the default of the weight decay.
pub(crate) const fn choices(weight_decay: f64) -> [Choice; 6] {
    [
        Choice::float("lr", 1e-3),
        Choice::rates("betas", 0.9, 0.999),
        Choice::float("eps", 1e-8),
        Choice::float("weight_decay", weight_decay),
        Choice::flag("amsgrad"),
        Choice::flag("maximize"),
    ]
}

/// The arrays that Adam and AdamW keep.
pub(crate) const BUFFERS: &[&str] = &["exp_avg", "exp_avg_sq", "max_exp_avg_sq"];

const MEAN: usize = 0;
const SQUARES: usize = 1;
const LARGEST: usize = 2;

/// Adam, with the weight decay in the gradient.
#[derive(Clone, Copy, Debug)]
struct Coupled(Moments);

impl Algorithm for Coupled {
    const NAME: &'static str = "Adam";
    const CHOICES: &'static [Choice] = &choices(0.0);
    const BUFFERS: &'static [&'static str] = BUFFERS;

    #[inline]
    fn read(options: &[Value]) -> Self {
        Self(Moments::read(options, false))
    }

    #[inline]
    fn step(&self, parameter: &mut Array, grad: &Array, state: &mut State) {
        self.0.step(parameter, grad, state);
    }
}

/// The options of Adam or AdamW.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moments {
    lr: f64,
    betas: (f64, f64),
    eps: f64,
    weight_decay: f64,
    amsgrad: bool,
    maximize: bool,
    /// Whether the weight decay acts on the parameter itself, not through the gradient.
    decoupled: bool,
}

impl Moments {
    #[inline]
    pub(crate) fn read(options: &[Value], decoupled: bool) -> Self {
        let &[
            Value::Float(lr),
            Value::Pair(beta1, beta2),
            Value::Float(eps),
            Value::Float(weight_decay),
            Value::Flag(amsgrad),
            Value::Flag(maximize),
        ] = options
        else {
            unreachable!("the options of a group are those of its optimizer")
        };
        Self {
            lr,
            betas: (beta1, beta2),
            eps,
            weight_decay,
            amsgrad,
            maximize,
            decoupled,
        }
    }

    #[inline]
    pub(crate) fn step(&self, parameter: &mut Array, grad: &Array, state: &mut State) {
        state.step += 1;
        let (t, (beta1, beta2)) = (state.step as f64, self.betas);
        let rule = Step {
            options: *self,
            size: self.lr / (1.0 - beta1.powf(t)),
            root: (1.0 - beta2.powf(t)).sqrt(),
        };
        if self.amsgrad {
            let kept = state.buffers([MEAN, SQUARES, LARGEST], parameter, 0.0);
            parameter.update(grad, kept, &rule);
        } else {
            let kept = state.buffers([MEAN, SQUARES], parameter, 0.0);
            parameter.update(grad, kept, &rule);
        }
    }
}

/// One step, with what depends on its number.
#[derive(Clone, Copy)]
struct Step {
    options: Moments,
    /// The learning rate over the mean's correction.
    size: f64,
    /// The root of the squares' correction.
    root: f64,
}

impl Step {
    /// The decayed parameter, the mean and the mean of squares.
    #[inline(always)]
    fn moments<F: RuleFloat>(&self, parameter: F, grad: F, mean: F, squares: F) -> (F, F, F) {
        let Moments {
            lr,
            betas: (beta1, beta2),
            weight_decay,
            maximize,
            decoupled,
            ..
        } = self.options;
        let mut grad = if maximize { -grad } else { grad };
        let mut parameter = parameter;
        if weight_decay != 0.0 {
            if decoupled {
                parameter = parameter * F::from_f64(1.0 - lr * weight_decay);
            } else {
                grad = grad + F::from_f64(weight_decay) * parameter;
            }
        }
        let mean = mean + F::from_f64(1.0 - beta1) * (grad - mean);
        let squares = F::from_f64(beta2) * squares + F::from_f64(1.0 - beta2) * grad * grad;
        (parameter, mean, squares)
    }

    #[inline(always)]
    fn follow<F: RuleFloat>(&self, parameter: F, mean: F, squares: F) -> F {
        let divisor = squares.sqrt() / F::from_f64(self.root) + F::from_f64(self.options.eps);
        parameter - F::from_f64(self.size) * mean / divisor
    }
}

impl Rule<2> for Step {
    #[inline(always)]
    fn apply<F: RuleFloat>(&self, parameter: F, grad: F, [mean, squares]: [F; 2]) -> (F, [F; 2]) {
        let (parameter, mean, squares) = self.moments(parameter, grad, mean, squares);
        (self.follow(parameter, mean, squares), [mean, squares])
    }
}

/// With `amsgrad`.
impl Rule<3> for Step {
    #[inline(always)]
    fn apply<F: RuleFloat>(&self, parameter: F, grad: F, [mean, squares, largest]: [F; 3]) -> (F, [F; 3]) {
        let (parameter, mean, squares) = self.moments(parameter, grad, mean, squares);
        let largest = largest.max(squares);
        (self.follow(parameter, mean, largest), [mean, squares, largest])
    }
}
