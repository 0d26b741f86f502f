//! The logistic loss of several classes, each of which is right or not.

use autograd::{Error, Tensor};
use options_derive::Options;

use super::{Reduction, loss, pair};
use crate::buffer::Buffer;
use crate::layer_error::LayerError;
use crate::module::Module;

/// `-w (y ln sigmoid(x) + (1 - y) ln sigmoid(-x))` of each score `x` and target `y`, the mean of it over the classes, which
/// are the last dimension, reduced to the mean.
#[derive(Debug, Module, Options)]
pub struct MultiLabelSoftMarginLoss {
    /// What each class counts, broadcast.
    #[option(default = None, from = Tensor)]
    weight: Option<Buffer>,
    /// What is made of the losses of the rows.
    #[option(default = Reduction::Mean)]
    reduction: Reduction,
}

loss! {
    /// The mean of `-(y ln sigmoid(x) + (1 - y) ln sigmoid(-x))`: [`MultiLabelSoftMarginLoss`] without options.
    ///
    /// ```
    /// use nn::{Tensor, multilabel_soft_margin_loss};
    /// let loss = multilabel_soft_margin_loss(&Tensor::from([[0.0, 1e4]]), &Tensor::from([[1.0, 1.0]]));
    /// assert!((loss.item() - 2.0_f64.ln() / 2.0).abs() < 1e-6);
    /// ```
    pub fn multilabel_soft_margin_loss(input, target) of MultiLabelSoftMarginLoss
}

impl MultiLabelSoftMarginLoss {
    fn run(&self, input: &Tensor, target: &Tensor) -> Result<Tensor, LayerError> {
        pair::float_only("input", input)?;
        pair::same_shape(input, target)?;
        pair::finite("targets", target)?;
        let Some(classes) = input.shape().last() else {
            return Err(Error::shape("the input is a number, and must have a dimension of classes").into());
        };
        // PyTorch's threshold of softplus would cost digits here.
        let missed = |x: &Tensor| x.softplus_with(1.0, f64::INFINITY);
        let losses = target * missed(&-input) + (1 - target) * missed(input);
        let losses = match &self.weight {
            Some(weight) => {
                pair::weight_fits("weight", input, weight)?;
                losses * weight
            }
            None => losses,
        };
        Ok(self.reduction.of(losses.sum_dim(-1, false) / *classes))
    }
}
