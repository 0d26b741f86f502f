//! [`LinearLR`]: a straight line, often to warm up.

use options_derive::Options;

use super::Schedule;

/// Moves the learning rate on a straight line from `start_factor` to `end_factor` times itself, over `total_iters`
/// epochs: `torch.optim.lr_scheduler.LinearLR`.
#[derive(Clone, Copy, Debug, Options)]
#[must_use = "a schedule does nothing until it is attached"]
pub struct LinearLR {
    /// The factor in epoch 0.
    #[option(default = 1.0 / 3.0, limit = fraction)]
    start_factor: f64,
    /// The factor from epoch `total_iters` on.
    #[option(default = 1.0, limit = unit)]
    end_factor: f64,
    /// Over how many epochs.
    #[option(default = 5)]
    total_iters: usize,
}

impl Schedule for LinearLR {
    fn lr(&self, epoch: usize, _: f64, current: f64) -> f64 {
        if epoch == 0 {
            return current * self.start_factor;
        }
        if epoch > self.total_iters {
            return current;
        }
        // The factor of this epoch over that of the one before.
        let (rise, total) = (self.end_factor - self.start_factor, self.total_iters as f64);
        current * (1.0 + rise / (total * self.start_factor + (epoch - 1) as f64 * rise))
    }
}
