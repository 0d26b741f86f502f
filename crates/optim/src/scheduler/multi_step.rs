//! [`MultiStepLR`]: a factor at given epochs.

use options_derive::Options;

use super::Schedule;

/// Multiplies the learning rate by `gamma` at given epochs: `torch.optim.lr_scheduler.MultiStepLR`.
#[derive(Clone, Debug, Options)]
#[must_use = "a schedule does nothing until it is attached"]
pub struct MultiStepLR {
    /// The epochs; one that occurs twice counts twice.
    #[option(from = Vec<usize>)]
    milestones: Vec<usize>,
    /// The factor.
    #[option(default = 0.1)]
    gamma: f64,
}

impl Schedule for MultiStepLR {
    fn lr(&self, epoch: usize, _: f64, current: f64) -> f64 {
        let times = self
            .milestones
            .iter()
            .filter(|&&milestone| milestone == epoch)
            .count();
        current * self.gamma.powi(times as i32)
    }
}
