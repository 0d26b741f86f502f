//! [`ConstantLR`]: a factor for the first epochs.

use super::{Schedule, check};

/// Multiplies the learning rate by `factor` for the first `total_iters` epochs, and leaves it alone then:
/// `torch.optim.lr_scheduler.ConstantLR`.
#[derive(Clone, Copy, Debug)]
#[must_use = "a schedule does nothing until it is attached"]
pub struct ConstantLR {
    factor: f64,
    total_iters: usize,
}

impl Default for ConstantLR {
    fn default() -> Self {
        Self {
            factor: 1.0 / 3.0,
            total_iters: 5,
        }
    }
}

impl ConstantLR {
    /// A factor of 1/3 for 5 epochs, unless told otherwise.
    pub fn new() -> Self {
        Self::default()
    }

    /// The factor.
    ///
    /// # Panics
    /// If it is not above 0 and at most 1.
    #[track_caller]
    pub fn factor(mut self, factor: f64) -> Self {
        // PyTorch takes 0 as well, and divides by it in the end.
        check(
            factor > 0.0 && factor <= 1.0,
            "ConstantLR: factor",
            "above 0 and at most 1",
            factor,
        );
        self.factor = factor;
        self
    }

    /// For how many epochs.
    pub fn total_iters(mut self, total_iters: usize) -> Self {
        self.total_iters = total_iters;
        self
    }
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
