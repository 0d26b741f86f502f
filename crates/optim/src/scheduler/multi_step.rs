//! [`MultiStepLR`]: a factor at given epochs.

use super::Schedule;

/// Multiplies the learning rate by `gamma` at given epochs: `torch.optim.lr_scheduler.MultiStepLR`.
#[derive(Clone, Debug)]
#[must_use = "a schedule does nothing until it is attached"]
pub struct MultiStepLR {
    milestones: Vec<usize>,
    gamma: f64,
}

impl MultiStepLR {
    /// A factor of 0.1, unless told otherwise, at each of `milestones`; one that occurs twice counts twice.
    pub fn new(milestones: impl Into<Vec<usize>>) -> Self {
        Self {
            milestones: milestones.into(),
            gamma: 0.1,
        }
    }

    /// The factor.
    pub fn gamma(mut self, gamma: f64) -> Self {
        self.gamma = gamma;
        self
    }
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
