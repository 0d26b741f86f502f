//! The absolute error, rounded near 0.

use autograd::{Error, OrRaise, Tensor};

use super::{Reduction, pair};
use crate::module::Module;

/// The mean of the absolute errors, rounded within 1: [`SmoothL1Loss`] without options.
///
/// ```
/// use nn::{Tensor, smooth_l1_loss};
/// assert_eq!(smooth_l1_loss(&Tensor::from([0.5, 4.0]), &Tensor::zeros(2)).item(), (0.125 + 3.5) / 2.0);
/// ```
///
/// # Panics
/// If the shapes do not fit. Shapes that differ but broadcast are warned of.
#[track_caller]
pub fn smooth_l1_loss(input: &Tensor, target: &Tensor) -> Tensor {
    SmoothL1Loss::new().forward(input, target)
}

/// Of the error `d = |input - target|` of each element: `d^2 / (2 beta)` below `beta`, `d - beta / 2` above, reduced to
/// the mean. After Girshick, "Fast R-CNN" (2015).
#[derive(Clone, Copy, Debug, Module)]
pub struct SmoothL1Loss {
    beta: f64,
    reduction: Reduction,
}

impl SmoothL1Loss {
    /// With PyTorch's defaults: beta 1, the mean.
    pub fn new() -> Self {
        Self {
            beta: 1.0,
            reduction: Reduction::Mean,
        }
    }

    /// Where the square ends; 0 is [`L1Loss`](crate::L1Loss).
    ///
    /// # Panics
    /// If `beta` is negative or not a number.
    #[must_use]
    #[track_caller]
    pub fn beta(mut self, beta: f64) -> Self {
        if beta.is_nan() || beta < 0.0 {
            Error::argument(format!(
                "smooth_l1_loss: beta must not be negative, but is {beta}"
            ))
            .raise();
        }
        self.beta = beta;
        self
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
        pair::broadcastable("smooth_l1_loss", input, target).or_raise();
        let error = (input - target).abs();
        if self.beta == 0.0 {
            return self.reduction.of(error);
        }
        let near = error.square() * (0.5 / self.beta);
        self.reduction
            .of(error.lt(self.beta).where_(near, &error - 0.5 * self.beta))
    }
}

impl Default for SmoothL1Loss {
    fn default() -> Self {
        Self::new()
    }
}
