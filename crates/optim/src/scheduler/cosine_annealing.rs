//! [`CosineAnnealingLR`]: half a cosine down, half a cosine up.

use std::f64::consts::PI;

use super::{Schedule, check};

/// Lowers the learning rate along half a cosine to `eta_min` in epoch `t_max`, raises it again in as many, and so on:
/// `torch.optim.lr_scheduler.CosineAnnealingLR`, of I. Loshchilov and F. Hutter: "SGDR: Stochastic Gradient Descent
/// with Warm Restarts" (2016), without the restarts.
#[derive(Clone, Copy, Debug)]
#[must_use = "a schedule does nothing until it is attached"]
pub struct CosineAnnealingLR {
    t_max: usize,
    eta_min: f64,
}

impl CosineAnnealingLR {
    /// Down to 0, unless told otherwise, in epoch `t_max`.
    ///
    /// # Panics
    /// If `t_max` is 0.
    #[track_caller]
    pub fn new(t_max: usize) -> Self {
        check(t_max > 0, "CosineAnnealingLR: t_max", "at least 1", t_max as f64);
        Self { t_max, eta_min: 0.0 }
    }

    /// The lowest learning rate.
    pub fn eta_min(mut self, eta_min: f64) -> Self {
        self.eta_min = eta_min;
        self
    }

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
