//! [`StepLR`]: a factor every few epochs.

use super::{Schedule, check};

/// Multiplies the learning rate by `gamma` every `step_size` epochs: `torch.optim.lr_scheduler.StepLR`.
#[derive(Clone, Copy, Debug)]
#[must_use = "a schedule does nothing until it is attached"]
pub struct StepLR {
    step_size: usize,
    gamma: f64,
}

impl StepLR {
    /// A factor of 0.1, unless told otherwise, every `step_size` epochs.
    ///
    /// # Panics
    /// If `step_size` is 0.
    #[track_caller]
    pub fn new(step_size: usize) -> Self {
        check(step_size > 0, "StepLR: step_size", "at least 1", step_size as f64);
        Self {
            step_size,
            gamma: 0.1,
        }
    }

    /// The factor.
    pub fn gamma(mut self, gamma: f64) -> Self {
        self.gamma = gamma;
        self
    }
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
