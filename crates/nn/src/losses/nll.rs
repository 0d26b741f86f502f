//! The negative log-likelihood.

use autograd::{OrRaise, Tensor};

use super::Reduction;
use super::classes::{Classes, check_input, check_target};
use crate::buffer::Buffer;
use crate::module::Module;

/// The mean of `-input[class]` over the places of `target`: [`NLLLoss`] without options. The input are logarithms of
/// probabilities.
///
/// ```
/// use nn::{Tensor, nll_loss};
/// let logarithms = Tensor::from([[-1.0, -2.0], [-3.0, -4.0]]);
/// assert_eq!(nll_loss(&logarithms, &Tensor::from([0, 1])).item(), 2.5);
/// ```
///
/// # Panics
/// If the shapes or types do not fit, or a class does not exist.
#[track_caller]
pub fn nll_loss(input: &Tensor, target: &Tensor) -> Tensor {
    NLLLoss::new().forward(input, target)
}

/// `-input[class]` for each place of the target, whose shape is the input's `[C]`, `[N, C]` or `[N, C, d..]` without
/// `C`, reduced to the mean.
#[derive(Debug, Module)]
pub struct NLLLoss {
    weight: Option<Buffer>,
    ignore_index: i64,
    reduction: Reduction,
}

impl NLLLoss {
    /// With PyTorch's defaults.
    pub fn new() -> Self {
        Self {
            weight: None,
            ignore_index: -100,
            reduction: Reduction::Mean,
        }
    }

    /// What each class counts, `[C]`. The mean is divided by what the places count, not by how many there are.
    #[must_use]
    pub fn weight(mut self, weight: impl Into<Tensor>) -> Self {
        self.weight = Some(Buffer::new(weight));
        self
    }

    /// The class whose places do not count; -100 unless it is set.
    #[must_use]
    pub fn ignore_index(mut self, ignore_index: i64) -> Self {
        self.ignore_index = ignore_index;
        self
    }

    /// What is made of the losses of the places.
    #[must_use]
    pub fn reduction(mut self, reduction: Reduction) -> Self {
        self.reduction = reduction;
        self
    }

    /// The loss.
    ///
    /// # Panics
    /// If the shapes or types do not fit, or a class does not exist.
    #[track_caller]
    pub fn forward(&self, input: &Tensor, target: &Tensor) -> Tensor {
        let weight = self.weight.as_deref();
        check_input("nll_loss", input, weight).or_raise();
        check_target("nll_loss", input, target, self.ignore_index).or_raise();
        let classes = Classes::new(input, target, self.ignore_index, weight);
        let losses = classes.negative_log_likelihood(input);
        match self.reduction {
            Reduction::Mean => losses.sum() / classes.weights(input).sum(),
            reduction => reduction.of(losses),
        }
    }
}

impl Default for NLLLoss {
    fn default() -> Self {
        Self::new()
    }
}
