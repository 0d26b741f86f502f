//! The loss of two scores of which one should be higher.

use autograd::Tensor;
use options_derive::Options;
use tensor_core::broadcast;

use super::hinge::hinge;
use super::{Reduction, loss, pair};
use crate::layer_error::LayerError;
use crate::module::Module;

/// `max(0, -y (x1 - x2) + margin)` of two scores, where the target `y` is 1 if the first should be higher and -1 if the
/// second, reduced to the mean.
///
/// # Shape
/// As many dimensions each, which are broadcast.
#[derive(Clone, Copy, Debug, Module, Options)]
pub struct MarginRankingLoss {
    /// By how much one must be higher.
    #[option(default = 0.0)]
    margin: f64,
    /// What is made of the losses of the pairs.
    #[option(default = Reduction::Mean)]
    reduction: Reduction,
}

loss! {
    /// The mean of `max(0, -y (x1 - x2))`: [`MarginRankingLoss`] without options.
    ///
    /// ```
    /// use nn::{Tensor, margin_ranking_loss};
    /// let (x, y) = (Tensor::from([3.0, 3.0]), Tensor::from([1.0, 1.0]));
    /// assert_eq!(margin_ranking_loss(&x, &y, &Tensor::from([1.0, -1.0])).item(), 1.0);
    /// ```
    pub fn margin_ranking_loss(input1, input2, target) of MarginRankingLoss
}

impl MarginRankingLoss {
    fn run(&self, input1: &Tensor, input2: &Tensor, target: &Tensor) -> Result<Tensor, LayerError> {
        pair::same_rank(&[
            ("first input", input1),
            ("second input", input2),
            ("target", target),
        ])?;
        let shape = broadcast(input1.shape(), input2.shape())?;
        broadcast(&shape, target.shape())?;
        pair::finite("targets", target)?;
        let losses = hinge(&(-target * (input1 - input2) + self.margin));
        Ok(self.reduction.of(losses))
    }
}
