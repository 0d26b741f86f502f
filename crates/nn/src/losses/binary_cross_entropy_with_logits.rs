//! The binary cross entropy of scores.

use autograd::Tensor;
use options_derive::Options;

use super::{Reduction, loss, pair};
use crate::buffer::Buffer;
use crate::layer_error::LayerError;
use crate::module::Module;

/// `-(w y ln sigmoid(x) + (1 - y) ln(1 - sigmoid(x)))` of each score `x` and target `y`, reduced to the mean; without
/// overflow, as `(1 - y) x + (1 + (w - 1) y) softplus(-x)`.
#[derive(Debug, Module, Options)]
pub struct BCEWithLogitsLoss {
    /// What each loss is multiplied by, broadcast.
    #[option(default = None, from = Tensor)]
    weight: Option<Buffer>,
    /// What positive targets count, broadcast: `w` of the formula.
    #[option(default = None, from = Tensor)]
    pos_weight: Option<Buffer>,
    /// What is made of the losses of the elements.
    #[option(default = Reduction::Mean)]
    reduction: Reduction,
}

loss! {
    /// The mean binary cross entropy of the probabilities `sigmoid(input)`: [`BCEWithLogitsLoss`] without options.
    ///
    /// ```
    /// use nn::{Tensor, binary_cross_entropy_with_logits};
    /// let loss = binary_cross_entropy_with_logits(&Tensor::from([0.0, 1e4]), &Tensor::from([1.0, 1.0]));
    /// assert!((loss.item() - 2.0_f64.ln() / 2.0).abs() < 1e-6);
    /// ```
    pub fn binary_cross_entropy_with_logits(input, target) of BCEWithLogitsLoss
}

impl BCEWithLogitsLoss {
    fn run(&self, input: &Tensor, target: &Tensor) -> Result<Tensor, LayerError> {
        pair::float_only("input", input)?;
        pair::same_shape(input, target)?;
        pair::probabilities("targets", target, "")?;
        for (name, weight) in [("weight", &self.weight), ("pos_weight", &self.pos_weight)] {
            if let Some(weight) = weight {
                pair::weight_fits(name, input, weight)?;
            }
        }
        // PyTorch's threshold of softplus would cost digits here.
        let missed = (-input).softplus_with(1.0, f64::INFINITY);
        let missed = match &self.pos_weight {
            Some(pos_weight) => missed * ((pos_weight.as_ref() - 1.0) * target + 1.0),
            None => missed,
        };
        let losses = (1.0 - target) * input + missed;
        let losses = match &self.weight {
            Some(weight) => losses * weight,
            None => losses,
        };
        Ok(self.reduction.of(losses).named("BinaryCrossEntropyWithLogits"))
    }
}
