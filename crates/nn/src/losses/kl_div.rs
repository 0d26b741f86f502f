//! The Kullback-Leibler divergence.

use autograd::{OrRaise, Tensor};

use super::{Reduction, pair};
use crate::module::Module;

/// The mean of `target (ln target - input)` over all elements: [`KLDivLoss`] without options. The input are logarithms
/// of probabilities.
///
/// ```
/// use nn::{Tensor, kl_div};
/// let half = Tensor::from([0.5, 0.5]);
/// assert_eq!(kl_div(&half.log(), &half).item(), 0.0);
/// ```
///
/// # Panics
/// If the shapes do not fit. Shapes that differ but broadcast are warned of.
#[track_caller]
pub fn kl_div(input: &Tensor, target: &Tensor) -> Tensor {
    KLDivLoss::new().forward(input, target)
}

/// How far the distribution with logarithms `input` is from `target`: `target (ln target - input)` of each element,
/// reduced to the mean over all *elements*, which is PyTorch's default. The divergence itself is
/// [`batch_mean`](KLDivLoss::batch_mean).
#[derive(Clone, Copy, Debug, Default, Module)]
pub struct KLDivLoss {
    reduction: Reduction,
    batch_mean: bool,
    log_target: bool,
}

impl KLDivLoss {
    /// With PyTorch's defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// What is made of the losses of the elements.
    #[must_use]
    pub fn reduction(mut self, reduction: Reduction) -> Self {
        (self.reduction, self.batch_mean) = (reduction, false);
        self
    }

    /// Sums, and divides by the size of the first dimension: PyTorch's `batchmean`.
    #[must_use]
    pub fn batch_mean(mut self) -> Self {
        (self.reduction, self.batch_mean) = (Reduction::Sum, true);
        self
    }

    /// Whether the target are logarithms of probabilities, too.
    #[must_use]
    pub fn log_target(mut self, log_target: bool) -> Self {
        self.log_target = log_target;
        self
    }

    /// The loss.
    ///
    /// # Panics
    /// If the shapes do not fit. Shapes that differ but broadcast are warned of.
    #[track_caller]
    pub fn forward(&self, input: &Tensor, target: &Tensor) -> Tensor {
        pair::broadcastable("kl_div", input, target).or_raise();
        let losses = if self.log_target {
            target.exp() * (target - input)
        } else {
            // 0 ln 0 is 0.
            target * target.eq(0).where_(1, target).log() - target * input
        };
        let batch = input.shape().first().copied().unwrap_or(1);
        let loss = self.reduction.of(losses);
        if self.batch_mean { loss / batch } else { loss }
    }
}
