//! [`ConstantLR`]: a factor for the first epochs.

use options_derive::Options;

use super::Schedule;

/// Multiplies the learning rate by `factor` for the first `total_iters` epochs, and leaves it alone then:
/// `torch.optim.lr_scheduler.ConstantLR`.
#[derive(Clone, Copy, Debug, Options)]
#[must_use = "a schedule does nothing until it is attached"]
pub struct ConstantLR {
    /// The factor.
    // PyTorch takes 0 as well, and divides by it in the end.
    #[option(default = 1.0 / 3.0, limit = fraction)]
    factor: f64,
    /// For how many epochs.
    #[option(default = 5)]
    total_iters: usize,
}

impl Schedule for ConstantLR {
    fn lr(&self, epoch: usize, _: f64, current: f64) -> f64 {
        if epoch == 0 {
            current * self.factor
        } else if epoch == self.total_iters {
            current * (1.0 / self.factor)
        } else {
            current
        }
    }
}
