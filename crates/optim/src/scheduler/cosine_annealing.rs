//! [`CosineAnnealingLR`]: half a cosine down, half a cosine up.

use std::f64::consts::PI;

use options_derive::Options;

use super::Schedule;

/// Lowers the learning rate along half a cosine to `eta_min` in epoch `t_max`, raises it again in as many, and so on:
/// `torch.optim.lr_scheduler.CosineAnnealingLR`, of I. Loshchilov and F. Hutter: "SGDR: Stochastic Gradient Descent
/// with Warm Restarts" (2016), without the restarts.
#[derive(Clone, Copy, Debug, Options)]
#[must_use = "a schedule does nothing until it is attached"]
pub struct CosineAnnealingLR {
    /// The epoch with the lowest learning rate.
    #[option(limit = at_least_one)]
    t_max: usize,
    /// The lowest learning rate.
    #[option(default = 0.0)]
    eta_min: f64,
}

impl CosineAnnealingLR {
    /// Twice the height of the curve in `epoch`, from 2 down to 0.
    fn height(&self, epoch: usize) -> f64 {
        1.0 + (PI * epoch as f64 / self.t_max as f64).cos()
    }
}

impl Schedule for CosineAnnealingLR {
    fn lr(&self, epoch: usize, initial: f64, current: f64) -> f64 {
        if epoch == 0 {
            return current;
        }
        if (epoch - 1) % (2 * self.t_max) == self.t_max {
            // The curve was at its bottom, from where no factor leads up.
            return current + (initial - self.eta_min) * (1.0 - (PI / self.t_max as f64).cos()) / 2.0;
        }
        self.height(epoch) / self.height(epoch - 1) * (current - self.eta_min) + self.eta_min
    }
}
