//! The binary cross entropy of scores.

use autograd::{Error, OrRaise, Tensor};

use super::{Reduction, pair};
use crate::buffer::Buffer;
use crate::module::Module;

/// The mean binary cross entropy of the probabilities `sigmoid(input)`: [`BCEWithLogitsLoss`] without options.
///
/// ```
/// use nn::{Tensor, binary_cross_entropy_with_logits};
/// let loss = binary_cross_entropy_with_logits(&Tensor::from([0.0, 1e4]), &Tensor::from([1.0, 1.0]));
/// assert!((loss.item() - 2.0_f64.ln() / 2.0).abs() < 1e-6);
/// ```
///
/// # Panics
/// If the shapes differ, or the input is not floating point.
#[track_caller]
pub fn binary_cross_entropy_with_logits(input: &Tensor, target: &Tensor) -> Tensor {
    BCEWithLogitsLoss::new().forward(input, target)
}

/// `-(w y ln sigmoid(x) + (1 - y) ln(1 - sigmoid(x)))` of each score `x` and target `y`, reduced to the mean; without
/// overflow, as `(1 - y) x + (1 + (w - 1) y) softplus(-x)`.
#[derive(Debug, Default, Module)]
pub struct BCEWithLogitsLoss {
    weight: Option<Buffer>,
    pos_weight: Option<Buffer>,
    reduction: Reduction,
}

impl BCEWithLogitsLoss {
    /// With PyTorch's defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// What each loss is multiplied by, broadcast.
    #[must_use]
    pub fn weight(mut self, weight: impl Into<Tensor>) -> Self {
        self.weight = Some(Buffer::new(weight));
        self
    }

    /// What positive targets count, broadcast: `w` of the formula.
    #[must_use]
    pub fn pos_weight(mut self, pos_weight: impl Into<Tensor>) -> Self {
        self.pos_weight = Some(Buffer::new(pos_weight));
        self
    }

    /// What is made of the losses of the elements.
    #[must_use]
    pub fn reduction(mut self, reduction: Reduction) -> Self {
        self.reduction = reduction;
        self
    }

    /// The loss.
    ///
    /// # Panics
    /// If the shapes differ, a weight does not broadcast to them, or the input is not floating point.
    #[track_caller]
    pub fn forward(&self, input: &Tensor, target: &Tensor) -> Tensor {
        check(input, target).or_raise();
        for (name, weight) in [("weight", &self.weight), ("pos_weight", &self.pos_weight)] {
            if let Some(weight) = weight {
                pair::weight_fits("binary_cross_entropy_with_logits", name, input, weight).or_raise();
            }
        }
        // PyTorch's threshold of softplus would cost digits here.
        let missed = (-input).softplus_with(1.0, f64::INFINITY);
        let missed = match &self.pos_weight {
            Some(pos_weight) => missed * ((pos_weight.as_ref() - 1.0) * target + 1.0),
            None => missed,
        };
        let losses = (1.0 - target) * input + missed;
        self.reduction.of(match &self.weight {
            Some(weight) => losses * weight,
            None => losses,
        })
    }
}

fn check(input: &Tensor, target: &Tensor) -> Result<(), Error> {
    pair::float_only("binary_cross_entropy_with_logits", input)?;
    pair::same_shape("binary_cross_entropy_with_logits", input, target)
}
