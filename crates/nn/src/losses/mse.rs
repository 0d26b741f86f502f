//! The mean squared error.

use autograd::{OrRaise, Tensor};

use super::{Reduction, pair};
use crate::module::Module;

/// The mean of `(input - target)^2` over all elements: [`MSELoss`] without options.
///
/// ```
/// use nn::{Tensor, mse_loss};
/// let loss = mse_loss(&Tensor::from([1.0, 2.0]), &Tensor::from([1.0, 5.0]));
/// assert_eq!(loss.item(), 4.5);
/// ```
///
/// # Panics
/// If the shapes do not fit. Shapes that differ but broadcast are warned of.
#[track_caller]
pub fn mse_loss(input: &Tensor, target: &Tensor) -> Tensor {
    MSELoss::new().forward(input, target)
}

/// The squared error `(input - target)^2` of each element, reduced to its mean.
#[derive(Clone, Copy, Debug, Default, Module)]
pub struct MSELoss {
    reduction: Reduction,
}

impl MSELoss {
    /// With PyTorch's defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// What is made of the losses of the elements.
    #[must_use]
    pub fn reduction(mut self, reduction: Reduction) -> Self {
        self.reduction = reduction;
        self
    }

    /// The loss.
    ///
    /// # Panics
    /// If the shapes do not fit. Shapes that differ but broadcast are warned of.
    #[track_caller]
    pub fn forward(&self, input: &Tensor, target: &Tensor) -> Tensor {
        pair::broadcastable("mse_loss", input, target).or_raise();
        let fused = self.reduction == Reduction::Mean
            && input.shape() == target.shape()
            && input.dtype() == target.dtype()
            && input.dtype().is_float();
        if fused {
            input.mse(target)
        } else {
            self.reduction.of((input - target).square())
        }
    }
}
