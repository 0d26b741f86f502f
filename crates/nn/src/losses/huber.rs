//! Huber's loss: squared near 0, linear beyond.

use autograd::{Error, OrRaise, Tensor};

use super::{Reduction, pair};
use crate::module::Module;

/// The mean of Huber's losses with delta 1: [`HuberLoss`] without options.
///
/// ```
/// use nn::{Tensor, huber_loss};
/// assert_eq!(huber_loss(&Tensor::from([0.5, 4.0]), &Tensor::zeros(2)).item(), (0.125 + 3.5) / 2.0);
/// ```
///
/// # Panics
/// If the shapes do not fit. Shapes that differ but broadcast are warned of.
#[track_caller]
pub fn huber_loss(input: &Tensor, target: &Tensor) -> Tensor {
    HuberLoss::new().forward(input, target)
}

/// Of the error `d = |input - target|` of each element: `d^2 / 2` up to `delta`, `delta (d - delta / 2)` above, reduced
/// to the mean. After Huber, "Robust estimation of a location parameter" (1964).
#[derive(Clone, Copy, Debug, Module)]
pub struct HuberLoss {
    delta: f64,
    reduction: Reduction,
}

impl HuberLoss {
    /// With PyTorch's defaults: delta 1, the mean.
    pub fn new() -> Self {
        Self {
            delta: 1.0,
            reduction: Reduction::Mean,
        }
    }

    /// Where the square ends.
    ///
    /// # Panics
    /// If `delta` is not positive.
    #[must_use]
    #[track_caller]
    pub fn delta(mut self, delta: f64) -> Self {
        if delta.is_nan() || delta <= 0.0 {
            Error::argument(format!("huber_loss: delta must be positive, but is {delta}")).raise();
        }
        self.delta = delta;
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
        pair::broadcastable("huber_loss", input, target).or_raise();
        let error = (input - target).abs();
        let near = error.square() * 0.5;
        let far = (&error - 0.5 * self.delta) * self.delta;
        let losses = error.le(self.delta).where_(near, far);
        // Unlike the other losses, this one has the element type of its input in PyTorch.
        let input_dtype = input.dtype();
        self.reduction.of(if input_dtype.is_float() {
            losses.to_dtype(input_dtype)
        } else {
            losses
        })
    }
}

impl Default for HuberLoss {
    fn default() -> Self {
        Self::new()
    }
}
