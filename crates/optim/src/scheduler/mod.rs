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
//! To go on with a saved training, save the [state](Scheduler::state_dict) of the scheduler beside that of the optimizer,
//! which has the learning rates, and let the schedule [resume](Schedule::resume) from it:
//!
//! ```
//! # use autograd::Tensor;
//! # use optim::scheduler::{LinearLR, Schedule};
//! # use optim::{Optimizer, SGD};
//! # let w = Tensor::zeros(2).requires_grad_(true);
//! let schedule = || LinearLR::new().start_factor(0.5).total_iters(4);
//! # let mut optimizer = SGD::new([&w], 0.1);
//! # let mut scheduler = schedule().attach(&mut optimizer);
//! # scheduler.step(&mut optimizer);
//! let (saved_optimizer, saved_scheduler) = (optimizer.state_dict(), scheduler.state_dict());
//! // In another run of the program:
//! let mut optimizer = SGD::new([&w], 0.1);
//! optimizer.load_state_dict(&saved_optimizer)?;
//! let mut scheduler = schedule().resume(&saved_scheduler)?;
//! scheduler.step(&mut optimizer);
//! assert_eq!(scheduler.epoch(), 2);
//! assert!((optimizer.groups()[0].lr() - 0.075).abs() < 1e-15); // half way from 0.05 to 0.1
//! # Ok::<_, autograd::Error>(())
//! ```
//!
//! [`ReduceLROnPlateau`] follows a loss instead of the epochs, and is stepped with it.

mod chained;
mod constant;
mod cosine_annealing;
mod cyclic;
mod exponential;
mod lambda;
mod linear;
mod multi_step;
mod multiplicative;
mod one_cycle;
mod per_group;
mod polynomial;
mod reduce_on_plateau;
#[doc(hidden)]
pub mod saved;
mod sequential;
mod step;
mod swa;
mod warm_restarts;

pub use chained::ChainedScheduler;
pub use constant::ConstantLR;
pub use cosine_annealing::CosineAnnealingLR;
pub use cyclic::{CyclicLR, CyclicMode};
pub use exponential::ExponentialLR;
pub use lambda::LambdaLR;
pub use linear::LinearLR;
pub use multi_step::MultiStepLR;
pub use multiplicative::MultiplicativeLR;
pub use one_cycle::{Anneal, OneCycleLR};
pub use per_group::PerGroup;
pub use polynomial::PolynomialLR;
pub use reduce_on_plateau::{MinLr, Mode, ReduceLROnPlateau, ThresholdMode};
pub use sequential::SequentialLR;
pub use step::StepLR;
pub use swa::SWALR;
pub use warm_restarts::CosineAnnealingWarmRestarts;

use std::any::type_name;

use autograd::{Error, StateDict};

use self::saved::Reader;
use crate::Optimizer;

/// What the learning rate is in each epoch.
///
/// Most schedules multiply the rate that is there, as PyTorch's do, so that a change by hand lasts. A rate that a schedule
/// sets may be negative, as the last one of [`OneCycleLR`] on a straight line is there and here.
pub trait Schedule {
    /// The learning rate of a group in `epoch`, counted from 0: `initial` is the rate that the optimizer was made
    /// with, `current` the one of the epoch before.
    fn lr(&self, epoch: usize, initial: f64, current: f64) -> f64;

    /// [`lr`](Self::lr) of a group by its position; one schedule is the same for all, but for [`PerGroup`].
    #[track_caller]
    fn lr_of_group(&self, group: usize, epoch: usize, initial: f64, current: f64) -> f64 {
        let _ = group;
        self.lr(epoch, initial, current)
    }

    /// The rate that epoch 0 goes on from in the middle of a [`SequentialLR`]: `initial`, unless the schedule only changes
    /// what is there.
    fn begins_at(&self, initial: f64, current: f64) -> f64 {
        let _ = current;
        initial
    }

    /// The momentum in `epoch`, if the schedule sets one.
    fn momentum(&self, epoch: usize) -> Option<f64> {
        let _ = epoch;
        None
    }

    /// Sets the learning rate of epoch 0, and gives the scheduler that sets those of the next ones.
    ///
    /// The rate that the optimizer has at the first schedule is its initial one from then on. To go on with a saved
    /// schedule, see [`resume`](Schedule::resume).
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

    /// The scheduler that a saved one was. It sets no learning rate: those of the saved epoch are in the state of the
    /// optimizer, which is loaded before or after.
    ///
    /// # Errors
    /// If it is not the state of a scheduler.
    fn resume(self, state: &StateDict) -> Result<Scheduler<Self>, Error>
    where
        Self: Sized,
    {
        let mut scheduler = Scheduler {
            schedule: self,
            epoch: 0,
        };
        scheduler.load_state_dict(state)?;
        Ok(scheduler)
    }
}

impl<S: Schedule + ?Sized> Schedule for Box<S> {
    fn lr(&self, epoch: usize, initial: f64, current: f64) -> f64 {
        (**self).lr(epoch, initial, current)
    }

    #[track_caller]
    fn lr_of_group(&self, group: usize, epoch: usize, initial: f64, current: f64) -> f64 {
        (**self).lr_of_group(group, epoch, initial, current)
    }

    fn begins_at(&self, initial: f64, current: f64) -> f64 {
        (**self).begins_at(initial, current)
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

    /// Where the scheduler is, to be saved. The learning rates, the initial ones too, are in the state of the optimizer;
    /// the schedule itself is the program's.
    pub fn state_dict(&self) -> StateDict {
        saved::save([("last_epoch", self.epoch.into())])
    }

    /// Goes on where a saved scheduler was. An attached one has set the rate of epoch 0, so the state of the optimizer
    /// is loaded after it was attached, as in PyTorch; [`resume`](Schedule::resume) needs no order.
    ///
    /// # Errors
    /// If entries are missing, are not known here or do not fit; the error names all of them, and nothing has changed.
    pub fn load_state_dict(&mut self, state: &StateDict) -> Result<(), Error> {
        let mut reader = Reader::new("Scheduler", state);
        let epoch = reader.take("last_epoch");
        reader.finish()?;
        self.epoch = epoch.unwrap_or(self.epoch);
        Ok(())
    }

    #[track_caller]
    fn apply(&self, optimizer: &mut dyn Optimizer) {
        for (at, group) in optimizer.groups_mut().iter_mut().enumerate() {
            let (initial, current) = (group.begin_schedule(), group.lr());
            group.schedule_lr(self.schedule.lr_of_group(at, self.epoch, initial, current));
            if let Some(momentum) = self.schedule.momentum(self.epoch)
                && !group.schedule_momentum(momentum)
            {
                let schedule = type_name::<S>().rsplit("::").next().unwrap_or_default();
                Error::argument(format!(
                    "{schedule}: the schedule sets a momentum, but {} has neither a momentum nor betas; turn it off, \
                     for OneCycleLR with cycle_momentum(false)",
                    group.optimizer()
                ))
                .raise();
            }
        }
    }
}
