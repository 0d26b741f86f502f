//! The binary cross entropy of probabilities.

use autograd::{Error, Tensor, no_grad};
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
        check(input, target)?;
        let losses = losses(input, target);
        Ok(self.reduction.of(match &self.weight {
            Some(weight) => {
                pair::weight_fits("weight", input, weight)?;
                losses * weight
            }
            None => losses,
        }))
    }
}

/// PyTorch divides by `x (1 - x)` only from here on. Its constant is a number of 32 bits, also for f64.
const SATURATED: f64 = 1e-12_f32 as f64;

/// The losses of the elements.
///
/// Where `x (1 - x)` vanishes, the formula's own slope is infinite or not a number. There the value is taken as a
/// constant, and a parabola that has PyTorch's slope is added and subtracted.
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
    pair::float_only(input)?;
    pair::same_shape(input, target)?;
    // Not a number is none either.
    let outside = input
        .to_vec::<f64>()
        .into_iter()
        .find(|x| !(0.0..=1.0).contains(x));
    match outside {
        Some(x) => Err(Error::argument(format!(
            "inputs are probabilities in [0, 1], and one is {x}; for scores there is \
             binary_cross_entropy_with_logits"
        ))),
        None => Ok(()),
    }
}
