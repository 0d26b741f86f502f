//! [`LinearLR`]: a straight line, often to warm up.

use super::{Schedule, check};

/// Moves the learning rate on a straight line from `start_factor` to `end_factor` times itself, over `total_iters`
/// epochs: `torch.optim.lr_scheduler.LinearLR`.
#[derive(Clone, Copy, Debug)]
#[must_use = "a schedule does nothing until it is attached"]
pub struct LinearLR {
    start_factor: f64,
    end_factor: f64,
    total_iters: usize,
}

impl Default for LinearLR {
    fn default() -> Self {
        Self {
            start_factor: 1.0 / 3.0,
            end_factor: 1.0,
            total_iters: 5,
        }
    }
}

impl LinearLR {
    /// From 1/3 to 1 over 5 epochs, unless told otherwise.
    pub fn new() -> Self {
        Self::default()
    }

    /// The factor in epoch 0.
    ///
    /// # Panics
    /// If it is not above 0 and at most 1.
    #[track_caller]
    pub fn start_factor(mut self, start_factor: f64) -> Self {
        let inside = start_factor > 0.0 && start_factor <= 1.0;
        check(
            inside,
            "LinearLR: start_factor",
            "above 0 and at most 1",
            start_factor,
        );
        self.start_factor = start_factor;
        self
    }

    /// The factor from epoch `total_iters` on.
    ///
    /// # Panics
    /// If it is not between 0 and 1.
    #[track_caller]
    pub fn end_factor(mut self, end_factor: f64) -> Self {
        check(
            (0.0..=1.0).contains(&end_factor),
            "LinearLR: end_factor",
            "between 0 and 1",
            end_factor,
        );
        self.end_factor = end_factor;
        self
    }

    /// Over how many epochs.
    pub fn total_iters(mut self, total_iters: usize) -> Self {
        self.total_iters = total_iters;
        self
    }
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
