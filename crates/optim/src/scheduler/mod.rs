//! Learning-rate schedules.
//!
//! A [`Schedule`] says what the learning rate is in each epoch. Attached to an optimizer it sets the rate of the first
//! epoch, and becomes a [`Scheduler`] that sets the next one at each step:
//!
//! ```
//! use autograd::Tensor;
//! use optim::scheduler::{Schedule, StepLR};
//! use optim::{Optimizer, SGD};
//!
//! let w = Tensor::zeros(2).requires_grad_(true);
//! let mut optimizer = SGD::new([w], 0.1);
//! let mut scheduler = StepLR::new(2).gamma(0.5).attach(&mut optimizer);
//! let mut rates = Vec::new();
//! for _epoch in 0..5 {
//!     rates.push(optimizer.groups()[0].lr());
//!     optimizer.step(); // once for each batch
//!     scheduler.step(&mut optimizer);
//! }
//! assert_eq!(rates, [0.1, 0.1, 0.05, 0.05, 0.025]);
//! ```
//!
//! [`ReduceLROnPlateau`] follows a loss instead of the epochs, and is stepped with it.

mod constant;
mod cosine_annealing;
mod exponential;
mod lambda;
mod linear;
mod multi_step;
mod one_cycle;
mod reduce_on_plateau;
mod sequential;
mod step;

pub use constant::ConstantLR;
pub use cosine_annealing::CosineAnnealingLR;
pub use exponential::ExponentialLR;
pub use lambda::LambdaLR;
pub use linear::LinearLR;
pub use multi_step::MultiStepLR;
pub use one_cycle::{Anneal, OneCycleLR};
pub use reduce_on_plateau::{Mode, ReduceLROnPlateau, ThresholdMode};
pub use sequential::SequentialLR;
pub use step::StepLR;

use autograd::Error;

use crate::Optimizer;

/// What the learning rate is in each epoch.
///
/// Most schedules multiply the rate that is there, as PyTorch's do, so that a change by hand lasts.
pub trait Schedule {
    /// The learning rate of a group in `epoch`, counted from 0: `initial` is the rate that the optimizer was made
    /// with, `current` the one of the epoch before.
    fn lr(&self, epoch: usize, initial: f64, current: f64) -> f64;

    /// The momentum in `epoch`, if the schedule sets one.
    fn momentum(&self, epoch: usize) -> Option<f64> {
        let _ = epoch;
        None
    }

    /// Sets the learning rate of epoch 0, and gives the scheduler that sets those of the next ones.
    ///
    /// # Panics
    /// If the schedule sets a momentum and the optimizer has none.
    #[track_caller]
    fn attach(self, optimizer: &mut dyn Optimizer) -> Scheduler<Self>
    where
        Self: Sized,
    {
        let scheduler = Scheduler {
            schedule: self,
            epoch: 0,
        };
        scheduler.apply(optimizer);
        scheduler
    }
}

impl<S: Schedule + ?Sized> Schedule for Box<S> {
    fn lr(&self, epoch: usize, initial: f64, current: f64) -> f64 {
        (**self).lr(epoch, initial, current)
    }

    fn momentum(&self, epoch: usize) -> Option<f64> {
        (**self).momentum(epoch)
    }
}

/// A [`Schedule`] on its way through the epochs of an optimizer.
#[derive(Clone, Debug)]
pub struct Scheduler<S> {
    schedule: S,
    epoch: usize,
}

impl<S: Schedule> Scheduler<S> {
    /// Sets the learning rates of the next epoch. Call it after the optimizer's steps of this one.
    ///
    /// # Panics
    /// If the schedule has come to its end, or sets a momentum and the optimizer has none.
    #[track_caller]
    pub fn step(&mut self, optimizer: &mut dyn Optimizer) {
        self.epoch += 1;
        self.apply(optimizer);
    }

    /// The epoch whose learning rate is set, counted from 0.
    pub fn epoch(&self) -> usize {
        self.epoch
    }

    /// The schedule.
    pub fn schedule(&self) -> &S {
        &self.schedule
    }

    #[track_caller]
    fn apply(&self, optimizer: &mut dyn Optimizer) {
        for group in optimizer.groups() {
            let (initial, current) = (group.initial_lr(), group.lr());
            group.set_lr(self.schedule.lr(self.epoch, initial, current));
            if let Some(momentum) = self.schedule.momentum(self.epoch)
                && !group.set_momentum(momentum)
            {
                Error::argument(
                    "the schedule sets a momentum, but the optimizer has neither a momentum nor betas; turn it off, \
                     for OneCycleLR with cycle_momentum(false)",
                )
                .raise();
            }
        }
    }
}

/// Refuses a number that is not inside a range.
#[track_caller]
fn check(is_inside: bool, what: &str, wanted: &str, value: f64) {
    if !is_inside {
        Error::argument(format!("{what} must be {wanted}, but it is {value}")).raise();
    }
}
