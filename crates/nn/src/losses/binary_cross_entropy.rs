//! The binary cross entropy of probabilities.

use autograd::Tensor;
use options_derive::Options;

use super::{Reduction, loss, pair};
use crate::buffer::Buffer;
use crate::layer_error::LayerError;
use crate::module::Module;

/// `-(y ln x + (1 - y) ln(1 - x))` of each input `x` and target `y`, reduced to the mean. As in PyTorch a logarithm is
/// -100 at least, and the slope is `(x - y) / max(x (1 - x), 1e-12)`.
#[derive(Debug, Module, Options)]
pub struct BCELoss {
    /// What each loss is multiplied by, broadcast.
    #[option(default = None, from = Tensor)]
    weight: Option<Buffer>,
    /// What is made of the losses of the elements.
    #[option(default = Reduction::Mean)]
    reduction: Reduction,
}

loss! {
    /// The mean of `-(y ln x + (1 - y) ln(1 - x))` over all elements: [`BCELoss`] without options. The input are
    /// probabilities; of scores, [`binary_cross_entropy_with_logits`](crate::binary_cross_entropy_with_logits()) is exact.
    ///
    /// ```
    /// use nn::{Tensor, binary_cross_entropy};
    /// let loss = binary_cross_entropy(&Tensor::from([0.5, 0.5]), &Tensor::from([0.0, 1.0]));
    /// assert!((loss.item() - 2.0_f64.ln()).abs() < 1e-6);
    /// ```
    pub fn binary_cross_entropy(input, target) of BCELoss
}

impl BCELoss {
    fn run(&self, input: &Tensor, target: &Tensor) -> Result<Tensor, LayerError> {
        pair::float_only("input", input)?;
        pair::same_shape(input, target)?;
        pair::probabilities(
            "inputs",
            input,
            "; for scores there is binary_cross_entropy_with_logits",
        )?;
        pair::probabilities("targets", target, "")?;
        let losses = input.binary_cross_entropy(target);
        let losses = match &self.weight {
            Some(weight) => {
                pair::weight_fits("weight", input, weight)?;
                losses * weight
            }
            None => losses,
        };
        Ok(self.reduction.of(losses).named("BinaryCrossEntropy"))
    }
}
