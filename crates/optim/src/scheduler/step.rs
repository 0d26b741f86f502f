//! [`StepLR`]: a factor every few epochs.

use options_derive::Options;

use super::Schedule;

/// Multiplies the learning rate by `gamma` every `step_size` epochs: `torch.optim.lr_scheduler.StepLR`.
#[derive(Clone, Copy, Debug, Options)]
#[must_use = "a schedule does nothing until it is attached"]
pub struct StepLR {
    /// Every how many epochs.
    #[option(limit = at_least_one)]
    step_size: usize,
    /// The factor.
    #[option(default = 0.1)]
    gamma: f64,
}

impl Schedule for StepLR {
    fn lr(&self, epoch: usize, _: f64, current: f64) -> f64 {
        if epoch > 0 && epoch.is_multiple_of(self.step_size) {
            current * self.gamma
        } else {
            current
        }
    }
}
