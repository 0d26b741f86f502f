//! The loss of distances of pairs.

use autograd::Tensor;
use options_derive::Options;

use super::hinge::hinge;
use super::{Reduction, loss, pair};
use crate::layer_error::LayerError;
use crate::module::Module;

/// Of the distance `x` of each pair: `x` where the target is 1, `max(0, margin - x)` where it is -1, reduced to the mean.
#[derive(Clone, Copy, Debug, Module, Options)]
pub struct HingeEmbeddingLoss {
    /// How far apart pairs that do not belong together must be.
    #[option(default = 1.0)]
    margin: f64,
    /// What is made of the losses of the pairs.
    #[option(default = Reduction::Mean)]
    reduction: Reduction,
}

loss! {
    /// The mean of the distances of pairs that belong together, and of `max(0, 1 - x)` of the others:
    /// [`HingeEmbeddingLoss`] without options.
    ///
    /// ```
    /// use nn::{Tensor, hinge_embedding_loss};
    /// let loss = hinge_embedding_loss(&Tensor::from([0.5, 0.25]), &Tensor::from([1.0, -1.0]));
    /// assert_eq!(loss.item(), 0.625);
    /// ```
    pub fn hinge_embedding_loss(input, target) of HingeEmbeddingLoss
}

impl HingeEmbeddingLoss {
    fn run(&self, input: &Tensor, target: &Tensor) -> Result<Tensor, LayerError> {
        pair::broadcastable(input, target)?;
        pair::finite("targets", target)?;
        let apart = target.ne(1).where_(hinge(&(self.margin - input)), 0);
        let together = target.ne(-1).where_(input, 0);
        Ok(self.reduction.of(apart + together))
    }
}
