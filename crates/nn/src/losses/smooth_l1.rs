//! The absolute error, rounded near 0.

use autograd::Tensor;
use options_derive::Options;

use super::{Reduction, loss, pair};
use crate::layer_error::LayerError;
use crate::module::Module;

/// Of the error `d = |input - target|` of each element: `d^2 / (2 beta)` below `beta`, `d - beta / 2` above, reduced to
/// the mean. After Girshick, "Fast R-CNN" (2015).
#[derive(Clone, Copy, Debug, Module, Options)]
pub struct SmoothL1Loss {
    /// Where the square ends; 0 is [`L1Loss`](crate::L1Loss).
    #[option(default = 1.0, limit = non_negative)]
    beta: f64,
    /// What is made of the losses of the elements.
    #[option(default = Reduction::Mean)]
    reduction: Reduction,
}

loss! {
    /// The mean of the absolute errors, rounded within 1: [`SmoothL1Loss`] without options.
    ///
    /// ```
    /// use nn::{Tensor, smooth_l1_loss};
    /// assert_eq!(smooth_l1_loss(&Tensor::from([0.5, 4.0]), &Tensor::zeros(2)).item(), (0.125 + 3.5) / 2.0);
    /// ```
    pub fn smooth_l1_loss(input, target) of SmoothL1Loss
}

impl SmoothL1Loss {
    fn run(&self, input: &Tensor, target: &Tensor) -> Result<Tensor, LayerError> {
        pair::broadcastable(input, target)?;
        let error = input - target;
        if self.beta == 0.0 {
            return Ok(self.reduction.of(error.abs()));
        }
        // As in Huber's loss; divided by beta first, so that the line's slope is exactly 1.
        let held = error.clamp(-self.beta, self.beta);
        let losses = (error - &held * 0.5) * (held / self.beta);
        Ok(self.reduction.of(losses).named("SmoothL1Loss"))
    }
}
