//! [`LBFGS`]: a quasi-Newton method that evaluates the loss several times in a step.

mod line_search;
mod memory;
mod problem;

use std::fmt;

use autograd::options::{FromOption, OptionValue};
use autograd::{Error, ErrorKind, StateDict, Tensor, no_grad};
use options_derive::Options;

use self::line_search::strong_wolfe;
use self::memory::Memory;
use self::problem::Problem;
use crate::algorithm::{Algorithm, Core};
use crate::{Group, Optimizer, ParamGroup};

/// The limited-memory method of Broyden, Fletcher, Goldfarb and Shanno, of D. C. Liu and J. Nocedal: "On the Limited
/// Memory BFGS Method for Large Scale Optimization" (1989): `torch.optim.LBFGS`. It is for whole batches and few
/// parameters.
///
/// A step makes up to `max_iter` iterations. Each goes along `-H g`, where `g` is the gradient and `H` an estimate of the
/// inverse second derivatives from the last `history_size` changes of place and gradient; by `lr`, or as far as a
/// [`LineSearch`] says. The loss is evaluated at every new place, so a step takes a closure:
///
/// ```
/// use autograd::Tensor;
/// use optim::{LBFGS, LineSearch, Optimizer};
///
/// let w = Tensor::from([-1.5, 2.0]).requires_grad_(true);
/// let mut optimizer = LBFGS::new([&w], 1.0).line_search_fn(LineSearch::StrongWolfe);
/// for _ in 0..5 {
///     optimizer.step_with(&mut || {
///         w.zero_grad();
///         let loss = (1.0 - w.get(0)).square() + 5.0 * (w.get(1) - w.get(0).square()).square();
///         loss.backward();
///         loss
///     });
/// }
/// assert!((w.detach() - 1.0).abs().max().item() < 1e-3);
/// ```
///
/// PyTorch's learning rate is 1 by default. There is one group of parameters, with the same options for all.
#[derive(Debug)]
pub struct LBFGS(Core<QuasiNewton>);

/// The options of [`LBFGS`].
#[derive(Clone, Copy, Debug, Options)]
#[options(optimizer = LBFGS)]
struct QuasiNewton {
    /// How far an iteration goes along its direction; with a line search, where that begins.
    #[option(limit = non_negative)]
    lr: f64,
    /// How many iterations a step makes at most.
    #[option(default = 20)]
    max_iter: usize,
    /// After how many evaluations of the loss a step ends; where nothing is said, 5 for 4 iterations.
    #[option(default = None)]
    max_eval: Option<usize>,
    /// A step ends where no element of the gradient is larger.
    #[option(default = 1e-7)]
    tolerance_grad: f64,
    /// A step ends where neither the loss nor any element changes by more.
    #[option(default = 1e-9)]
    tolerance_change: f64,
    /// From how many changes the second derivatives are estimated.
    #[option(default = 100)]
    history_size: usize,
    /// How it is found out how far to go; where nothing is said, `lr` is the answer.
    #[option(default = None)]
    line_search_fn: Option<LineSearch>,
    /// Climbs instead of descending.
    #[option(default = false)]
    maximize: bool,
}

/// How [`LBFGS`] finds out how far to go along a direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineSearch {
    /// Until the loss falls enough and its slope is much flatter: the strong conditions of P. Wolfe.
    StrongWolfe,
}

impl From<LineSearch> for OptionValue {
    fn from(search: LineSearch) -> Self {
        match search {
            LineSearch::StrongWolfe => "strong_wolfe".into(),
        }
    }
}

impl FromOption for LineSearch {
    const WANTED: &'static str = "'strong_wolfe'";

    fn from_option(value: &OptionValue) -> Option<Self> {
        (*value == OptionValue::from(LineSearch::StrongWolfe)).then_some(LineSearch::StrongWolfe)
    }
}

impl Algorithm for QuasiNewton {
    type State = Memory;
}

impl LBFGS {
    /// An optimizer of `parameters` with a learning rate.
    ///
    /// # Panics
    /// If there are no parameters, one cannot be updated or occurs twice, or the learning rate is negative.
    #[track_caller]
    pub fn new<P: Into<Tensor>>(parameters: impl IntoIterator<Item = P>, lr: impl Into<f64>) -> Self {
        let options = QuasiNewton::new(0.0);
        let group: ParamGroup<Self> = ParamGroup::new(parameters, Box::new(options));
        Self(Core::new([group], lr.into(), options))
    }

    #[track_caller]
    fn with(self, at: usize, value: OptionValue) -> Self {
        Self(self.0.with(at, value))
    }
}

impl Optimizer for LBFGS {
    /// # Panics
    /// Always: the loss is evaluated several times in a step, so [`step_with`](Optimizer::step_with) takes a closure.
    #[track_caller]
    fn step(&mut self) {
        Error::argument(
            "LBFGS: a step evaluates the loss several times, and needs a closure that does it: call step_with",
        )
        .raise();
    }

    #[track_caller]
    fn step_with(&mut self, closure: &mut dyn FnMut() -> Tensor) -> Tensor {
        let options = *self.0.groups[0].typed::<QuasiNewton>();
        let before = self.0.states[0].clone();
        let memory = self.0.states[0].get_or_insert_with(Memory::default);
        let mut problem = Problem::new(self.0.groups[0].parameters(), options.maximize, closure);
        let start = problem.here();
        match Error::catch_memory(|| no_grad(|| options.step(&mut problem, memory))) {
            Ok(loss) => {
                memory.count(problem.evaluations());
                loss
            }
            Err(error) => {
                problem.go_back(start);
                self.0.states[0] = before;
                error.raise()
            }
        }
    }

    fn groups(&self) -> &[Group] {
        &self.0.groups
    }

    fn groups_mut(&mut self) -> &mut [Group] {
        &mut self.0.groups
    }

    fn state_dict(&self) -> StateDict {
        self.0.state_dict()
    }

    fn load_state_dict(&mut self, state: &StateDict) -> Result<(), Error> {
        let size: usize = self.0.groups[0].parameters().iter().map(Tensor::numel).sum();
        let sizes = state.iter().filter(|(_, tensor)| tensor.rank() == 2);
        if let Some((name, tensor)) = sizes.into_iter().find(|(_, tensor)| tensor.shape()[1] != size) {
            return Err(Error::new(
                ErrorKind::Format,
                format!(
                    "LBFGS: the saved state does not fit: {name} has shape {:?}, and the parameters have {size} elements",
                    tensor.shape()
                ),
            ));
        }
        self.0.load_state_dict(state)
    }
}

impl fmt::Display for LBFGS {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        crate::display::write(f, "LBFGS", &self.0.groups)
    }
}

impl QuasiNewton {
    /// The iterations of a step; the loss that it began with.
    fn step(&self, problem: &mut Problem<'_>, memory: &mut Memory) -> Tensor {
        let (loss, mut here) = problem.evaluate();
        if here.is_flat(self.tolerance_grad) {
            return loss;
        }
        let max_eval = self.max_eval.unwrap_or(self.max_iter * 5 / 4);
        for iteration in 1..=self.max_iter {
            let (direction, mut size) = memory.turn(&here.grad, self.lr, self.history_size);
            let slope = here.grad.dot(&direction).item();
            if slope > -self.tolerance_change {
                break;
            }
            let before = here.loss;
            match self.line_search_fn {
                Some(LineSearch::StrongWolfe) => {
                    let start = here.at(0.0, slope);
                    let tries = max_eval.saturating_sub(problem.evaluations());
                    let longest = direction.abs().max().item();
                    let tolerance = self.tolerance_change / longest;
                    let mut trial = |size| problem.trial(size, &direction);
                    let found = strong_wolfe(&mut trial, start, size, tolerance, tries);
                    size = found.size;
                    problem.go(size, &direction);
                    here = found.point();
                }
                None => {
                    problem.go(size, &direction);
                    // What the last place is like only the next step asks.
                    if iteration != self.max_iter {
                        here = problem.evaluate().1;
                    }
                }
            }
            memory.went(size);
            if problem.evaluations() >= max_eval
                || here.is_flat(self.tolerance_grad)
                || (&direction * size).abs().max().item() <= self.tolerance_change
                || (here.loss - before).abs() < self.tolerance_change
            {
                break;
            }
        }
        loss
    }
}
