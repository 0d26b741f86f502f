//! [`LambdaLR`]: a function of the epoch.

use std::fmt;

use super::Schedule;

/// The initial learning rate times a function of the epoch: `torch.optim.lr_scheduler.LambdaLR`.
///
/// ```
/// use autograd::Tensor;
/// use optim::scheduler::{LambdaLR, Schedule};
/// use optim::{Optimizer, SGD};
///
/// let mut optimizer = SGD::new([Tensor::zeros(2).requires_grad_(true)], 0.5);
/// let mut scheduler = LambdaLR::new(|epoch| 1.0 / (1.0 + epoch as f64)).attach(&mut optimizer);
/// scheduler.step(&mut optimizer);
/// assert_eq!(optimizer.groups()[0].lr(), 0.25);
/// ```
#[derive(Clone, Copy)]
#[must_use = "a schedule does nothing until it is attached"]
pub struct LambdaLR<F> {
    lr_lambda: F,
}

impl<F: Fn(usize) -> f64> LambdaLR<F> {
    /// The initial learning rate times `lr_lambda(epoch)`.
    pub fn new(lr_lambda: F) -> Self {
        Self { lr_lambda }
    }
}

impl<F: Fn(usize) -> f64> Schedule for LambdaLR<F> {
    fn lr(&self, epoch: usize, initial: f64, _: f64) -> f64 {
        initial * (self.lr_lambda)(epoch)
    }
}

impl<F> fmt::Debug for LambdaLR<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LambdaLR(..)")
    }
}
