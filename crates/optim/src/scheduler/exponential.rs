//! [`ExponentialLR`]: a factor every epoch.

use options_derive::Options;

use super::Schedule;

/// Multiplies the learning rate by `gamma` every epoch: `torch.optim.lr_scheduler.ExponentialLR`.
#[derive(Clone, Copy, Debug, Options)]
#[must_use = "a schedule does nothing until it is attached"]
pub struct ExponentialLR {
    /// The factor.
    gamma: f64,
}

impl Schedule for ExponentialLR {
    fn lr(&self, epoch: usize, _: f64, current: f64) -> f64 {
        if epoch == 0 { current } else { current * self.gamma }
    }
}
