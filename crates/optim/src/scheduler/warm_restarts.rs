//! [`CosineAnnealingWarmRestarts`]: half a cosine down, and again from the top.

use std::f64::consts::PI;

use options_derive::Options;

use super::{Schedule, Scheduler};
use crate::Optimizer;

/// Lowers the learning rate along half a cosine from the initial one to `eta_min` in `t_0` epochs, and begins again; each
/// time it takes `t_mult` times as long: `torch.optim.lr_scheduler.CosineAnnealingWarmRestarts`, of I. Loshchilov and
/// F. Hutter: "SGDR: Stochastic Gradient Descent with Warm Restarts" (2016).
///
/// [`step_to`](Scheduler::step_to) sets the rate in the middle of an epoch, as after a batch.
///
/// ```
/// use autograd::Tensor;
/// use optim::scheduler::{CosineAnnealingWarmRestarts, Schedule};
/// use optim::{Optimizer, SGD};
///
/// let mut optimizer = SGD::new([Tensor::zeros(2).requires_grad_(true)], 1.0);
/// let mut scheduler = CosineAnnealingWarmRestarts::new(2).t_mult(2).attach(&mut optimizer);
/// let mut rates = Vec::new();
/// for _ in 0..6 {
///     rates.push((optimizer.groups()[0].lr() * 100.0).round());
///     scheduler.step(&mut optimizer);
/// }
/// assert_eq!(rates, [100.0, 50.0, 100.0, 85.0, 50.0, 15.0]);
/// ```
#[derive(Clone, Copy, Debug, Options)]
#[must_use = "a schedule does nothing until it is attached"]
pub struct CosineAnnealingWarmRestarts {
    /// How many epochs the first way down takes.
    #[option(limit = at_least_one)]
    t_0: usize,
    /// How many times longer each way down is than the one before.
    #[option(default = 1, limit = at_least_one)]
    t_mult: usize,
    /// The lowest learning rate.
    #[option(default = 0.0)]
    eta_min: f64,
}

impl CosineAnnealingWarmRestarts {
    fn at(&self, epoch: f64, initial: f64) -> f64 {
        let (mut since, mut length) = (epoch, self.t_0 as f64);
        if self.t_mult == 1 {
            since %= length;
        }
        while since >= length {
            since -= length;
            length *= self.t_mult as f64;
        }
        self.eta_min + (initial - self.eta_min) * (1.0 + (PI * since / length).cos()) / 2.0
    }
}

impl Schedule for CosineAnnealingWarmRestarts {
    fn lr(&self, epoch: usize, initial: f64, _: f64) -> f64 {
        self.at(epoch as f64, initial)
    }
}

impl Scheduler<CosineAnnealingWarmRestarts> {
    /// Sets the learning rates of an epoch that need not be whole: `step(epoch + batch / batches)` of PyTorch. A later
    /// [`step`](Scheduler::step) leads to the next whole one.
    pub fn step_to(&mut self, epoch: f64, optimizer: &mut dyn Optimizer) {
        self.epoch = epoch as usize;
        for group in optimizer.groups_mut() {
            let initial = group.begin_schedule();
            group.schedule_lr(self.schedule.at(epoch, initial));
        }
    }
}
