//! The loss of pairs by the angle between them.

use autograd::{Error, Tensor};
use options_derive::Options;

use super::hinge::hinge;
use super::{Reduction, loss, pair};
use crate::layer_error::LayerError;
use crate::module::Module;

/// Of the cosine `c` of the angle between two vectors: `1 - c` where the target is 1, `max(0, c - margin)` where it is -1,
/// and 0 for any other, reduced to the mean.
///
/// # Shape
/// The inputs `[N, D]` and the target `[N]`, or `[D]` and a number.
#[derive(Clone, Copy, Debug, Module, Options)]
pub struct CosineEmbeddingLoss {
    /// How close vectors that do not belong together may be.
    #[option(default = 0.0)]
    margin: f64,
    /// What is made of the losses of the pairs.
    #[option(default = Reduction::Mean)]
    reduction: Reduction,
}

loss! {
    /// The mean of `1 - cos` of pairs that belong together, and `max(0, cos)` of the others: [`CosineEmbeddingLoss`] without
    /// options.
    ///
    /// ```
    /// use nn::{Tensor, cosine_embedding_loss};
    /// let (x, y) = (Tensor::from([[1.0, 0.0], [1.0, 0.0]]), Tensor::from([[0.0, 2.0], [3.0, 0.0]]));
    /// assert_eq!(cosine_embedding_loss(&x, &y, &Tensor::from([1.0, -1.0])).item(), 1.0);
    /// ```
    pub fn cosine_embedding_loss(input1, input2, target) of CosineEmbeddingLoss
}

/// What keeps the lengths from being zero.
const EPS: f64 = 1e-12;

impl CosineEmbeddingLoss {
    fn run(&self, input1: &Tensor, input2: &Tensor, target: &Tensor) -> Result<Tensor, LayerError> {
        if input1.shape() != input2.shape() || input1.rank() != target.rank() + 1 || target.rank() > 1 {
            return Err(Error::shape(format!(
                "the inputs have shapes {:?} and {:?} and the target {:?}, and must be [N, D] and [N], or [D] and a number",
                input1.shape(),
                input2.shape(),
                target.shape()
            ))
            .into());
        }
        pair::finite("targets", target)?;
        let (x, y) = (pair::floating(input1), pair::floating(input2));
        let along = |x: Tensor| x.sum_dim(-1, false);
        let lengths = (along(x.square()) + EPS) * (along(y.square()) + EPS);
        let cosine = along(x * y) / lengths.sqrt();
        let apart = target.eq(-1).where_(hinge(&(&cosine - self.margin)), 0);
        Ok(self.reduction.of(target.eq(1).where_(1.0 - cosine, apart)))
    }
}
