//! The Kullback-Leibler divergence.

use autograd::Tensor;
use options_derive::Options;

use super::{Reduction, loss, pair};
use crate::layer_error::LayerError;
use crate::module::Module;

/// How far the distribution with logarithms `input` is from `target`: `target (ln target - input)` of each element,
/// reduced to the mean over all *elements*, which is PyTorch's default. The divergence itself is
/// [`batch_mean`](KLDivLoss::batch_mean).
#[derive(Clone, Copy, Debug, Module, Options)]
pub struct KLDivLoss {
    /// What is made of the losses of the elements.
    #[option(default = Reduction::Mean, private)]
    reduction: Reduction,
    #[option(default = false, private)]
    batch_mean: bool,
    /// Whether the target are logarithms of probabilities, too.
    #[option(default = false)]
    log_target: bool,
}

loss! {
    /// The mean of `target (ln target - input)` over all elements: [`KLDivLoss`] without options. The input are logarithms
    /// of probabilities.
    ///
    /// ```
    /// use nn::{Tensor, kl_div};
    /// let half = Tensor::from([0.5, 0.5]);
    /// assert_eq!(kl_div(&half.log(), &half).item(), 0.0);
    /// ```
    pub fn kl_div(input, target) of KLDivLoss
}

impl KLDivLoss {
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

    fn run(&self, input: &Tensor, target: &Tensor) -> Result<Tensor, LayerError> {
        pair::float_only("input", input)?;
        pair::float_only("target", target)?;
        pair::broadcastable(input, target)?;
        let losses = if self.log_target {
            target.exp() * (target - input)
        } else {
            pair::shares("targets", target)?;
            // 0 ln 0 is 0, and has no slope: the logarithm is that of 1 there.
            let safe = target.eq(0).where_(1, target);
            target * safe.log() - target * input
        };
        let batch = input.shape().first().copied().unwrap_or(1);
        let loss = self.reduction.of(losses);
        Ok(if self.batch_mean { loss / batch } else { loss })
    }
}
