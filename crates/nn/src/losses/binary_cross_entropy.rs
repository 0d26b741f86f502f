//! The binary cross entropy of probabilities.

use autograd::{Error, OrRaise, Tensor, no_grad};

use super::{Reduction, pair};
use crate::buffer::Buffer;
use crate::module::Module;

/// The mean of `-(y ln x + (1 - y) ln(1 - x))` over all elements: [`BCELoss`] without options. The input are
/// probabilities; of scores, [`binary_cross_entropy_with_logits`](crate::binary_cross_entropy_with_logits()) is exact.
///
/// ```
/// use nn::{Tensor, binary_cross_entropy};
/// let loss = binary_cross_entropy(&Tensor::from([0.5, 0.5]), &Tensor::from([0.0, 1.0]));
/// assert!((loss.item() - 2.0_f64.ln()).abs() < 1e-6);
/// ```
///
/// # Panics
/// If the shapes differ, or an input is not in `[0, 1]`.
#[track_caller]
pub fn binary_cross_entropy(input: &Tensor, target: &Tensor) -> Tensor {
    BCELoss::new().forward(input, target)
}

/// `-(y ln x + (1 - y) ln(1 - x))` of each input `x` and target `y`, reduced to the mean. As in PyTorch a logarithm is
/// -100 at least, and the slope is `(x - y) / max(x (1 - x), 1e-12)`.
#[derive(Debug, Default, Module)]
pub struct BCELoss {
    weight: Option<Buffer>,
    reduction: Reduction,
}

impl BCELoss {
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

    /// What is made of the losses of the elements.
    #[must_use]
    pub fn reduction(mut self, reduction: Reduction) -> Self {
        self.reduction = reduction;
        self
    }

    /// The loss.
    ///
    /// # Panics
    /// If the shapes differ, the weight does not broadcast to them, or an input is not in `[0, 1]`.
    #[track_caller]
    pub fn forward(&self, input: &Tensor, target: &Tensor) -> Tensor {
        check(input, target).or_raise();
        let losses = losses(input, target);
        self.reduction.of(match &self.weight {
            Some(weight) => {
                pair::weight_fits("binary_cross_entropy", "weight", input, weight).or_raise();
                losses * weight
            }
            None => losses,
        })
    }
}

/// PyTorch divides by `x (1 - x)` only from here on. Its constant is a number of 32 bits, also for f64.
const SATURATED: f64 = 1e-12_f32 as f64;

/// The losses of the elements.
///
/// Where `x (1 - x)` vanishes, the formula's own slope is infinite or not a number. There the value is taken as a
/// constant, and a parabola that has PyTorch's slope is added and subtracted.
#[track_caller]
fn losses(x: &Tensor, y: &Tensor) -> Tensor {
    let saturated = (x * (1.0 - x)).lt(SATURATED);
    let inside = saturated.where_(0.5, x);
    let formula = -(y * inside.log() + (1.0 - y) * (-inside).log1p());
    let floored = no_grad(|| -(y * x.log().clamp_min(-100.0) + (1.0 - y) * (-x).log1p().clamp_min(-100.0)));
    let parabola = (x.square() * 0.5 - y * x) / SATURATED;
    let constant = parabola.detach();
    saturated.where_(floored + (parabola - constant), formula)
}

fn check(input: &Tensor, target: &Tensor) -> Result<(), Error> {
    pair::float_only("binary_cross_entropy", input)?;
    pair::same_shape("binary_cross_entropy", input, target)?;
    // Not a number is none either.
    let outside = input
        .to_vec::<f64>()
        .into_iter()
        .find(|x| !(0.0..=1.0).contains(x));
    match outside {
        Some(x) => Err(Error::argument(format!(
            "binary_cross_entropy: inputs are probabilities in [0, 1], and one is {x}; for scores there is \
             binary_cross_entropy_with_logits"
        ))),
        None => Ok(()),
    }
}
