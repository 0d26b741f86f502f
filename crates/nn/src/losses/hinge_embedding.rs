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
        // The result has the input's type, also where that is an integer: the margin is one first.
        let margin = Tensor::from_vec(vec![self.margin], []).to_dtype(input.dtype());
        let apart = target.ne(1).where_(hinge(&(margin - input)), 0);
        let together = target.ne(-1).where_(input, 0);
        Ok(self.reduction.of(apart + together))
    }
}

#[cfg(test)]
mod tests {
    use autograd::{DType, Tensor};

    use super::{HingeEmbeddingLoss, Reduction};

    #[test]
    fn losses_of_integers_are_integers() {
        let target = Tensor::from([1, -1, 1]);
        let x = Tensor::from([1, 2, 3]);
        let loss = HingeEmbeddingLoss::new().margin(2.5).reduction(Reduction::None);
        assert_eq!(loss.forward(&x, &target).to_vec::<i64>(), [1, 0, 3]);
        assert_eq!(
            loss.reduction(Reduction::Sum)
                .forward(&x, &target)
                .to_vec::<i64>(),
            [4]
        );
        // The margin is not rounded to another type on the way.
        let double = Tensor::from_vec(vec![0.0_f64], 1);
        let loss = HingeEmbeddingLoss::new().margin(0.1);
        assert_eq!(loss.forward(&double, &Tensor::from([-1])).item(), 0.1);
        // Bytes wrap: torch.nn.functional.hinge_embedding_loss(x.to(torch.uint8), target, reduction="none")
        let loss = HingeEmbeddingLoss::new().reduction(Reduction::None);
        assert_eq!(
            loss.forward(&x.to_dtype(DType::U8), &target).to_vec::<u8>(),
            [1, 255, 3]
        );
    }
}
