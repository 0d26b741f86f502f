//! [`PolynomialLR`]: a power of a straight line down to nothing.

use options_derive::Options;

use super::Schedule;

/// Multiplies the learning rate by `(1 - epoch / total_iters)^power`, down to 0 in epoch `total_iters`:
/// `torch.optim.lr_scheduler.PolynomialLR`.
#[derive(Clone, Copy, Debug, Options)]
#[must_use = "a schedule does nothing until it is attached"]
pub struct PolynomialLR {
    /// Over how many epochs.
    #[option(default = 5)]
    total_iters: usize,
    /// The power; 1 is a straight line.
    #[option(default = 1.0)]
    power: f64,
}

impl Schedule for PolynomialLR {
    fn lr(&self, epoch: usize, _: f64, current: f64) -> f64 {
        if epoch == 0 || epoch > self.total_iters {
            return current;
        }
        let left = |epoch: usize| 1.0 - epoch as f64 / self.total_iters as f64;
        current * (left(epoch) / left(epoch - 1)).powf(self.power)
    }
}
