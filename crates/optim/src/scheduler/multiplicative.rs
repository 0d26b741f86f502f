//! [`MultiplicativeLR`]: a factor by the epoch.

use std::fmt;

use super::Schedule;

/// Multiplies the learning rate in each epoch by a function of it: `torch.optim.lr_scheduler.MultiplicativeLR`.
///
/// ```
/// use autograd::Tensor;
/// use optim::scheduler::{MultiplicativeLR, Schedule};
/// use optim::{Optimizer, SGD};
///
/// let mut optimizer = SGD::new([Tensor::zeros(2).requires_grad_(true)], 1.0);
/// let mut scheduler = MultiplicativeLR::new(|epoch| if epoch < 3 { 0.5 } else { 1.0 }).attach(&mut optimizer);
/// for _ in 0..5 {
///     scheduler.step(&mut optimizer);
/// }
/// assert_eq!(optimizer.groups()[0].lr(), 0.25);
/// ```
#[derive(Clone, Copy)]
#[must_use = "a schedule does nothing until it is attached"]
pub struct MultiplicativeLR<F> {
    lr_lambda: F,
}

impl<F: Fn(usize) -> f64> MultiplicativeLR<F> {
    /// The learning rate of the epoch before times `lr_lambda(epoch)`, from epoch 1 on; in the middle of a
    /// [`SequentialLR`](super::SequentialLR) from epoch 0 on.
    pub fn new(lr_lambda: F) -> Self {
        Self { lr_lambda }
    }
}

impl<F: Fn(usize) -> f64> Schedule for MultiplicativeLR<F> {
    fn lr(&self, epoch: usize, _: f64, current: f64) -> f64 {
        if epoch == 0 {
            current
        } else {
            current * (self.lr_lambda)(epoch)
        }
    }

    fn begins_at(&self, _: f64, current: f64) -> f64 {
        current * (self.lr_lambda)(0)
    }
}

impl<F> fmt::Debug for MultiplicativeLR<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MultiplicativeLR(..)")
    }
}
