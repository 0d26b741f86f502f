//! The negative log-likelihood.

use autograd::Tensor;
use options_derive::Options;

use super::classes::{Classes, check_input, check_target, class_numbers};
use super::{Reduction, loss};
use crate::buffer::Buffer;
use crate::layer_error::LayerError;
use crate::module::Module;

/// `-input[class]` for each place of the target, whose shape is the input's `[C]`, `[N, C]` or `[N, C, d..]` without
/// `C`, reduced to the mean.
#[derive(Debug, Module, Options)]
pub struct NLLLoss {
    /// What each class counts, `[C]`. With classes as the target the mean is divided by what the places count, not by
    /// how many there are.
    #[option(default = None, from = Tensor)]
    weight: Option<Buffer>,
    /// The class whose places do not count.
    #[option(default = -100)]
    ignore_index: i64,
    /// What is made of the losses of the elements.
    #[option(default = Reduction::Mean)]
    reduction: Reduction,
}

loss! {
    /// The mean of `-input[class]` over the places of `target`: [`NLLLoss`] without options. The input are logarithms of
    /// probabilities.
    ///
    /// ```
    /// use nn::{Tensor, nll_loss};
    /// let logarithms = Tensor::from([[-1.0, -2.0], [-3.0, -4.0]]);
    /// assert_eq!(nll_loss(&logarithms, &Tensor::from([0, 1])).item(), 2.5);
    /// ```
    pub fn nll_loss(input, target) of NLLLoss
}

impl NLLLoss {
    fn run(&self, input: &Tensor, target: &Tensor) -> Result<Tensor, LayerError> {
        let weight = self.weight.as_deref();
        check_input(input, weight)?;
        let target = &*class_numbers(target)?;
        check_target(input, target, self.ignore_index)?;
        let classes = Classes::new(input, target, self.ignore_index, weight);
        let losses = classes.negative_log_likelihood(input);
        let loss = match self.reduction {
            Reduction::Mean => losses.sum() / classes.weights(input).sum(),
            reduction => reduction.of(losses),
        };
        Ok(loss.named(if input.rank() > 2 { "NllLoss2D" } else { "NllLoss" }))
    }
}
