//! [`ReduceLROnPlateau`]: a factor when a loss stops falling.

use super::check;
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
#[derive(Clone, Copy, Debug)]
pub struct ReduceLROnPlateau {
    mode: Mode,
    factor: f64,
    patience: usize,
    threshold: f64,
    threshold_mode: ThresholdMode,
    cooldown: usize,
    min_lr: f64,
    eps: f64,
    best: Option<f64>,
    bad_epochs: usize,
    cooldown_left: usize,
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

impl Default for ReduceLROnPlateau {
    fn default() -> Self {
        Self {
            mode: Mode::Min,
            factor: 0.1,
            patience: 10,
            threshold: 1e-4,
            threshold_mode: ThresholdMode::Rel,
            cooldown: 0,
            min_lr: 0.0,
            eps: 1e-8,
            best: None,
            bad_epochs: 0,
            cooldown_left: 0,
        }
    }
}

impl ReduceLROnPlateau {
    /// A factor of 0.1 after more than 10 epochs without a lower loss, unless told otherwise.
    pub fn new() -> Self {
        Self::default()
    }

    /// Which metrics are better; lower ones unless told otherwise.
    #[must_use]
    pub fn mode(mut self, mode: Mode) -> Self {
        self.mode = mode;
        self
    }

    /// The factor.
    ///
    /// # Panics
    /// If it is not less than 1.
    #[must_use]
    #[track_caller]
    pub fn factor(mut self, factor: f64) -> Self {
        check(factor < 1.0, "ReduceLROnPlateau: factor", "less than 1", factor);
        self.factor = factor;
        self
    }

    /// How many epochs without a better metric are borne.
    #[must_use]
    pub fn patience(mut self, patience: usize) -> Self {
        self.patience = patience;
        self
    }

    /// By how much a metric must be better to count; 1e-4 of the best unless told otherwise.
    #[must_use]
    pub fn threshold(mut self, threshold: f64) -> Self {
        self.threshold = threshold;
        self
    }

    /// How the threshold is meant; as a part of the best metric unless told otherwise.
    #[must_use]
    pub fn threshold_mode(mut self, threshold_mode: ThresholdMode) -> Self {
        self.threshold_mode = threshold_mode;
        self
    }

    /// For how many epochs after a reduction bad ones do not count; 0 unless told otherwise.
    #[must_use]
    pub fn cooldown(mut self, cooldown: usize) -> Self {
        self.cooldown = cooldown;
        self
    }

    /// The least learning rate; 0 unless told otherwise.
    #[must_use]
    pub fn min_lr(mut self, min_lr: f64) -> Self {
        self.min_lr = min_lr;
        self
    }

    /// A smaller reduction than this is not made; 1e-8 unless told otherwise.
    #[must_use]
    pub fn eps(mut self, eps: f64) -> Self {
        self.eps = eps;
        self
    }

    /// Takes the metric of an epoch, and reduces the learning rates if it is time to. What is not a number is never
    /// better.
    pub fn step(&mut self, metric: impl Into<f64>, optimizer: &mut dyn Optimizer) {
        let metric = metric.into();
        if self.is_better(metric) {
            self.best = Some(metric);
            self.bad_epochs = 0;
        } else {
            self.bad_epochs += 1;
        }
        if self.cooldown_left > 0 {
            self.cooldown_left -= 1;
            self.bad_epochs = 0;
        }
        if self.bad_epochs > self.patience {
            self.reduce(optimizer);
            self.cooldown_left = self.cooldown;
            self.bad_epochs = 0;
        }
    }

    /// The best metric so far.
    pub fn best(&self) -> Option<f64> {
        self.best
    }

    fn is_better(&self, metric: f64) -> bool {
        let Some(best) = self.best else {
            return !metric.is_nan();
        };
        match (self.mode, self.threshold_mode) {
            (Mode::Min, ThresholdMode::Rel) => metric < best * (1.0 - self.threshold),
            (Mode::Min, ThresholdMode::Abs) => metric < best - self.threshold,
            (Mode::Max, ThresholdMode::Rel) => metric > best * (1.0 + self.threshold),
            (Mode::Max, ThresholdMode::Abs) => metric > best + self.threshold,
        }
    }

    fn reduce(&self, optimizer: &mut dyn Optimizer) {
        for group in optimizer.groups() {
            let lr = (group.lr() * self.factor).max(self.min_lr);
            if group.lr() - lr > self.eps {
                group.set_lr(lr);
            }
        }
    }
}
