//! [`ReduceLROnPlateau`]: a factor when a loss stops falling.

use autograd::{Error, StateDict};
use options_derive::Options;

use super::saved::{self, Reader};
use crate::Optimizer;

/// Multiplies the learning rate by `factor` when a metric has not become better for more than `patience` epochs:
/// `torch.optim.lr_scheduler.ReduceLROnPlateau`.
///
/// ```
/// use autograd::Tensor;
/// use optim::scheduler::ReduceLROnPlateau;
/// use optim::{Optimizer, SGD};
///
/// let mut optimizer = SGD::new([Tensor::zeros(2).requires_grad_(true)], 0.5);
/// let mut scheduler = ReduceLROnPlateau::new().patience(1).factor(0.5);
/// for validation_loss in [1.0, 0.9, 0.95, 0.91] {
///     scheduler.step(validation_loss, &mut optimizer);
/// }
/// assert_eq!(optimizer.groups()[0].lr(), 0.25);
/// ```
#[derive(Clone, Debug, Options)]
pub struct ReduceLROnPlateau {
    /// Which metrics are better.
    #[option(default = Mode::Min)]
    mode: Mode,
    /// The factor.
    #[option(default = 0.1, limit = ("less than 1", |x| x < 1.0))]
    factor: f64,
    /// How many epochs without a better metric are borne.
    #[option(default = 10)]
    patience: usize,
    /// By how much a metric must be better to count.
    #[option(default = 1e-4)]
    threshold: f64,
    /// How the threshold is meant.
    #[option(default = ThresholdMode::Rel)]
    threshold_mode: ThresholdMode,
    /// For how many epochs after a reduction bad ones do not count.
    #[option(default = 0)]
    cooldown: usize,
    /// The least learning rate: a number, or one for each group of parameters.
    #[option(default = MinLr::from(0.0), from = MinLr)]
    min_lr: MinLr,
    /// A smaller reduction than this is not made.
    #[option(default = 1e-8)]
    eps: f64,
    #[option(default = None, private)]
    best: Option<f64>,
    #[option(default = 0, private)]
    num_bad_epochs: usize,
    #[option(default = 0, private)]
    cooldown_counter: usize,
}

/// The least learning rate of all groups, or of each.
#[derive(Clone, Debug, PartialEq)]
pub struct MinLr(Vec<f64>);

impl From<f64> for MinLr {
    fn from(min_lr: f64) -> Self {
        Self(vec![min_lr])
    }
}

impl From<Vec<f64>> for MinLr {
    fn from(min_lrs: Vec<f64>) -> Self {
        Self(min_lrs)
    }
}

impl<const N: usize> From<[f64; N]> for MinLr {
    fn from(min_lrs: [f64; N]) -> Self {
        Self(min_lrs.into())
    }
}

/// Which metrics are better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Lower ones, such as losses.
    #[default]
    Min,
    /// Higher ones, such as accuracies.
    Max,
}

/// How a threshold is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ThresholdMode {
    /// As a part of the best metric.
    #[default]
    Rel,
    /// As a difference from it.
    Abs,
}

impl ReduceLROnPlateau {
    /// Takes the metric of an epoch, and reduces the learning rates if it is time to. What is not a number is never
    /// better.
    ///
    /// # Panics
    /// If there are several least learning rates, and not as many as groups.
    #[track_caller]
    pub fn step(&mut self, metric: impl Into<f64>, optimizer: &mut dyn Optimizer) {
        let metric = metric.into();
        if self.is_better(metric) {
            self.best = Some(metric);
            self.num_bad_epochs = 0;
        } else {
            self.num_bad_epochs += 1;
        }
        if self.cooldown_counter > 0 {
            self.cooldown_counter -= 1;
            self.num_bad_epochs = 0;
        }
        if self.num_bad_epochs > self.patience {
            self.reduce(optimizer);
            self.cooldown_counter = self.cooldown;
            self.num_bad_epochs = 0;
        }
    }

    /// The best metric so far.
    pub fn best(&self) -> Option<f64> {
        self.best
    }

    /// The best metric so far, and how long ago it was, to be saved. The learning rates are in the state of the
    /// optimizer.
    pub fn state_dict(&self) -> StateDict {
        saved::save([
            ("best", self.best.into()),
            ("num_bad_epochs", self.num_bad_epochs.into()),
            ("cooldown_counter", self.cooldown_counter.into()),
        ])
    }

    /// Goes on where a saved one was, with the options of this one.
    ///
    /// # Errors
    /// If entries are missing, are not known here or do not fit; the error names all of them, and nothing has changed.
    pub fn load_state_dict(&mut self, state: &StateDict) -> Result<(), Error> {
        let mut reader = Reader::new("ReduceLROnPlateau", state);
        let best = reader.take("best");
        let num_bad_epochs = reader.take("num_bad_epochs");
        let cooldown_counter = reader.take("cooldown_counter");
        reader.finish()?;
        self.best = best.unwrap_or(self.best);
        self.num_bad_epochs = num_bad_epochs.unwrap_or(self.num_bad_epochs);
        self.cooldown_counter = cooldown_counter.unwrap_or(self.cooldown_counter);
        Ok(())
    }

    fn is_better(&self, metric: f64) -> bool {
        let Some(best) = self.best else {
            // The worst there is, which a first metric must be better than.
            return match self.mode {
                Mode::Min => metric < f64::INFINITY,
                Mode::Max => metric > f64::NEG_INFINITY,
            };
        };
        match (self.mode, self.threshold_mode) {
            (Mode::Min, ThresholdMode::Rel) => metric < best * (1.0 - self.threshold),
            (Mode::Min, ThresholdMode::Abs) => metric < best - self.threshold,
            (Mode::Max, ThresholdMode::Rel) => metric > best * (1.0 + self.threshold),
            (Mode::Max, ThresholdMode::Abs) => metric > best + self.threshold,
        }
    }

    #[track_caller]
    fn reduce(&self, optimizer: &mut dyn Optimizer) {
        let MinLr(min_lrs) = &self.min_lr;
        let groups = optimizer.groups_mut();
        if min_lrs.len() != 1 && min_lrs.len() != groups.len() {
            Error::argument(format!(
                "ReduceLROnPlateau: min_lr has {} values, and the optimizer {} groups",
                min_lrs.len(),
                groups.len()
            ))
            .raise();
        }
        for (group, min_lr) in groups.iter_mut().zip(min_lrs.iter().cycle()) {
            let lr = (group.lr() * self.factor).max(*min_lr);
            if group.lr() - lr > self.eps {
                group.schedule_lr(lr);
            }
        }
    }
}
