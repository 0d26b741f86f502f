//! The mean absolute error.

use autograd::{OrRaise, Tensor};

use super::{Reduction, pair};
use crate::module::Module;

/// The mean of `|input - target|` over all elements: [`L1Loss`] without options.
///
/// ```
/// use nn::{Tensor, l1_loss};
/// assert_eq!(l1_loss(&Tensor::from([1.0, 2.0]), &Tensor::from([1.0, 5.0])).item(), 1.5);
/// ```
///
/// # Panics
/// If the shapes do not fit. Shapes that differ but broadcast are warned of.
#[track_caller]
pub fn l1_loss(input: &Tensor, target: &Tensor) -> Tensor {
    L1Loss::new().forward(input, target)
}

/// The absolute error `|input - target|` of each element, reduced to its mean.
#[derive(Clone, Copy, Debug, Default, Module)]
pub struct L1Loss {
    reduction: Reduction,
}

impl L1Loss {
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
        pair::broadcastable("l1_loss", input, target).or_raise();
        self.reduction.of((input - target).abs())
    }
}
