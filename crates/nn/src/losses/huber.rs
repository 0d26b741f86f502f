//! Huber's loss: squared near 0, linear beyond.

use autograd::Tensor;
use options_derive::Options;

use super::{Reduction, loss, pair};
use crate::layer_error::LayerError;
use crate::module::Module;

/// Of the error `d = |input - target|` of each element: `d^2 / 2` up to `delta`, `delta (d - delta / 2)` above, reduced
/// to the mean. After Huber, "Robust estimation of a location parameter" (1964).
#[derive(Clone, Copy, Debug, Module, Options)]
pub struct HuberLoss {
    /// Where the square ends.
    #[option(default = 1.0, limit = positive)]
    delta: f64,
    /// What is made of the losses of the elements.
    #[option(default = Reduction::Mean)]
    reduction: Reduction,
}

loss! {
    /// The mean of Huber's losses with delta 1: [`HuberLoss`] without options.
    ///
    /// ```
    /// use nn::{Tensor, huber_loss};
    /// assert_eq!(huber_loss(&Tensor::from([0.5, 4.0]), &Tensor::zeros(2)).item(), (0.125 + 3.5) / 2.0);
    /// ```
    pub fn huber_loss(input, target) of HuberLoss
}

impl HuberLoss {
    fn run(&self, input: &Tensor, target: &Tensor) -> Result<Tensor, LayerError> {
        pair::broadcastable(input, target)?;
        let error = input - target;
        // The error within delta times what half of it leaves: the square and the line in one formula, whose derivatives
        // neither overflow nor meet an infinity.
        let held = error.clamp(-self.delta, self.delta);
        let losses = (error - &held * 0.5) * held;
        // Unlike the other losses, this one has the element type of its input in PyTorch.
        let input_dtype = input.dtype();
        let losses = if input_dtype.is_float() {
            losses.to_dtype(input_dtype)
        } else {
            losses
        };
        Ok(self.reduction.of(losses).named("HuberLoss"))
    }
}
