//! The mean squared error.

use autograd::Tensor;
use options_derive::Options;

use super::{Reduction, loss, pair};
use crate::layer_error::LayerError;
use crate::module::Module;

/// The squared error `(input - target)^2` of each element, reduced to its mean.
#[derive(Clone, Copy, Debug, Module, Options)]
pub struct MSELoss {
    /// What is made of the losses of the elements.
    #[option(default = Reduction::Mean)]
    reduction: Reduction,
}

loss! {
    /// The mean of `(input - target)^2` over all elements: [`MSELoss`] without options.
    ///
    /// ```
    /// use nn::{Tensor, mse_loss};
    /// let loss = mse_loss(&Tensor::from([1.0, 2.0]), &Tensor::from([1.0, 5.0]));
    /// assert_eq!(loss.item(), 4.5);
    /// ```
    pub fn mse_loss(input, target) of MSELoss
}

impl MSELoss {
    fn run(&self, input: &Tensor, target: &Tensor) -> Result<Tensor, LayerError> {
        pair::broadcastable(input, target)?;
        let fused = self.reduction == Reduction::Mean
            && input.shape() == target.shape()
            && input.dtype() == target.dtype()
            && input.dtype().is_float();
        Ok(if fused {
            input.mse(target)
        } else {
            self.reduction.of((input - target).square())
        })
    }
}
