//! [`Adam`]: adaptive moments.

use tensor_core::{Array, Rule, RuleFloat};

use crate::algorithm::{Core, optimizer};
use crate::direction::{Decay, moments};
use crate::state::{State, made, state, zeros_like};

/// Adam, of D. P. Kingma and J. Ba: "Adam: A Method for Stochastic Optimization" (2014): `torch.optim.Adam`.
///
/// With gradient `g`, parameter `p`, the step's number `t`, and only what is set:
///
/// ```text
/// g = -g                       if maximize
/// p = p (1 - lr weight_decay)  if decoupled_weight_decay
/// g = g + weight_decay p       otherwise
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
pub struct Adam(Core<Coupled>);

optimizer!(Adam, Coupled);

/// Writes the options that [`Adam`] and [`AdamW`](crate::AdamW) share, with how strongly parameters are pulled to zero
/// by default, and then those that only one of them has.
macro_rules! adam {
    (
        $(#[$on_struct:meta])*
        struct $options:ident of $optimizer:ident with $weight_decay:literal {
            $($(#[$on_field:meta])* $field:ident: $ty:ty,)*
        }
    ) => {
        $(#[$on_struct])*
        #[derive(Clone, Copy, Debug, ::options_derive::Options)]
        #[options(optimizer = $optimizer)]
        struct $options {
            lr: f64,
            betas: (f64, f64),
            eps: f64,
            #[option(default = $weight_decay)]
            weight_decay: f64,
            /// Divides by the largest average of squares so far.
            #[option(default = false)]
            amsgrad: bool,
            maximize: bool,
            $($(#[$on_field])* $field: $ty,)*
        }

        impl $crate::algorithm::Algorithm for $options {
            type State = $crate::optimizers::adam::Moments;

            fn begin(&self, _: &Self, parameter: &::tensor_core::Array) -> Self::State {
                $crate::optimizers::adam::Moments::new(parameter, self.amsgrad)
            }
        }

        impl $crate::algorithm::Step for $options {
            #[inline]
            fn step(
                &self,
                parameter: &mut ::tensor_core::Array,
                grad: &::tensor_core::Array,
                moments: &mut Self::State,
            ) {
                moments.step(
                    parameter,
                    grad,
                    &$crate::optimizers::adam::Adaptive {
                        lr: self.lr,
                        betas: self.betas,
                        eps: self.eps,
                        decay: self.decay(),
                        amsgrad: self.amsgrad,
                        maximize: self.maximize,
                    },
                );
            }

            #[inline]
            fn steps_in_place(&self, moments: &Self::State) -> bool {
                !self.amsgrad || moments.has_largest()
            }
        }
    };
}
pub(super) use adam;

adam! {
    /// The options of [`Adam`].
    struct Coupled of Adam with 0.0 {
        decoupled_weight_decay: bool,
    }
}

impl Coupled {
    fn decay(&self) -> Decay {
        Decay::new(self.weight_decay, self.decoupled_weight_decay)
    }
}

state! {
    /// What Adam and AdamW keep.
    struct Moments {
        step: f64,
        exp_avg: Array,
        exp_avg_sq: Array,
        max_exp_avg_sq: Option<Array>,
    }
}

/// The options of Adam or AdamW.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Adaptive {
    pub(crate) lr: f64,
    pub(crate) betas: (f64, f64),
    pub(crate) eps: f64,
    pub(crate) decay: Decay,
    pub(crate) amsgrad: bool,
    pub(crate) maximize: bool,
}

impl Moments {
    pub(crate) fn new(parameter: &Array, amsgrad: bool) -> Self {
        Self {
            max_exp_avg_sq: amsgrad.then(|| zeros_like(parameter)),
            ..Self::zeros(parameter)
        }
    }

    #[inline]
    pub(crate) fn has_largest(&self) -> bool {
        self.max_exp_avg_sq.is_some()
    }

    #[inline]
    pub(crate) fn step(&mut self, parameter: &mut Array, grad: &Array, options: &Adaptive) {
        self.step += 1.0;
        let (beta1, beta2) = options.betas;
        let rule = Update {
            options: *options,
            size: options.lr / (1.0 - beta1.powf(self.step)),
            root: 1.0 / (1.0 - beta2.powf(self.step)).sqrt(),
        };
        let (mean, squares) = (&mut self.exp_avg, &mut self.exp_avg_sq);
        if options.amsgrad {
            let largest = made(&mut self.max_exp_avg_sq, parameter);
            parameter.update(grad, [mean, squares, largest], &rule);
        } else {
            parameter.update(grad, [mean, squares], &rule);
        }
    }
}

/// One step, with what depends on its number.
#[derive(Clone, Copy)]
struct Update {
    options: Adaptive,
    /// The learning rate over the mean's correction.
    size: f64,
    /// One over the root of the squares' correction: a product instead of a division, of which two and a square root
    /// are all that a step waits for.
    root: f64,
}

impl Update {
    /// The decayed parameter, the mean and the mean of squares.
    #[inline(always)]
    fn moments<F: RuleFloat>(&self, parameter: F, grad: F, mean: F, squares: F) -> (F, F, F) {
        let Adaptive {
            lr,
            betas,
            decay,
            maximize,
            ..
        } = self.options;
        let (parameter, grad) = decay.apply(lr, maximize, parameter, grad);
        let (mean, squares) = moments(betas, grad, mean, squares);
        (parameter, mean, squares)
    }

    #[inline(always)]
    fn follow<F: RuleFloat>(&self, parameter: F, mean: F, squares: F) -> F {
        let divisor = squares.sqrt() * F::from_f64(self.root) + F::from_f64(self.options.eps);
        parameter - F::from_f64(self.size) * mean / divisor
    }
}

impl Rule<2> for Update {
    #[inline(always)]
    fn apply<F: RuleFloat>(&self, parameter: F, grad: F, [mean, squares]: [F; 2]) -> (F, [F; 2]) {
        let (parameter, mean, squares) = self.moments(parameter, grad, mean, squares);
        (self.follow(parameter, mean, squares), [mean, squares])
    }
}

/// With `amsgrad`.
impl Rule<3> for Update {
    #[inline(always)]
    fn apply<F: RuleFloat>(&self, parameter: F, grad: F, [mean, squares, largest]: [F; 3]) -> (F, [F; 3]) {
        let (parameter, mean, squares) = self.moments(parameter, grad, mean, squares);
        let largest = largest.max(squares);
        (self.follow(parameter, mean, largest), [mean, squares, largest])
    }
}
