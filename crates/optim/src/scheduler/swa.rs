//! [`SWALR`]: to the learning rate of weight averaging.

use std::f64::consts::PI;

use options_derive::Options;

use super::{Anneal, Schedule};

/// Moves the learning rate to `swa_lr` in `anneal_epochs` epochs, where it stays: `torch.optim.swa_utils.SWALR`. It is
/// attached when [averaging](crate::AveragedModel) begins.
///
/// ```
/// use autograd::Tensor;
/// use optim::scheduler::{Anneal, SWALR, Schedule};
/// use optim::{Optimizer, SGD};
///
/// let mut optimizer = SGD::new([Tensor::zeros(2).requires_grad_(true)], 0.5);
/// let swa = SWALR::new(0.25).anneal_epochs(2).anneal_strategy(Anneal::Linear);
/// let mut scheduler = swa.attach(&mut optimizer);
/// scheduler.step(&mut optimizer);
/// assert_eq!(optimizer.groups()[0].lr(), 0.375);
/// ```
#[derive(Clone, Copy, Debug, Options)]
#[must_use = "a schedule does nothing until it is attached"]
pub struct SWALR {
    /// The learning rate to go to.
    swa_lr: f64,
    /// In how many epochs.
    #[option(default = 10)]
    anneal_epochs: usize,
    /// The curve of the way.
    #[option(default = Anneal::Cos)]
    anneal_strategy: Anneal,
}

impl SWALR {
    /// Which part of the way lies behind in an epoch.
    fn part(&self, epoch: usize) -> f64 {
        let part = (epoch as f64 / self.anneal_epochs.max(1) as f64).min(1.0);
        match self.anneal_strategy {
            Anneal::Cos => (1.0 - (PI * part).cos()) / 2.0,
            Anneal::Linear => part,
        }
    }
}

impl Schedule for SWALR {
    fn lr(&self, epoch: usize, _: f64, current: f64) -> f64 {
        let epoch = if self.anneal_epochs == 0 {
            epoch.max(1)
        } else {
            epoch
        };
        let before = self.part(epoch.saturating_sub(1));
        if before == 1.0 {
            return self.swa_lr;
        }
        // Where the way began, so that a change by hand lasts.
        let start = (current - before * self.swa_lr) / (1.0 - before);
        let part = self.part(epoch);
        self.swa_lr * part + start * (1.0 - part)
    }
}
