//! The negative log-likelihood of a Poisson distribution.

use std::f64::consts::TAU;

use autograd::Tensor;
use options_derive::Options;

use super::{Reduction, loss, pair};
use crate::layer_error::LayerError;
use crate::module::Module;

/// `e^x - y x` of each target `y`, where `x` is the logarithm of the rate of a Poisson distribution, reduced to the mean.
/// `ln y!` is left out, or with `full` added as Stirling's formula `y ln y - y + ln(2 pi y) / 2` where `y` is above 1.
#[derive(Clone, Copy, Debug, Module, Options)]
pub struct PoissonNLLLoss {
    /// Whether the input are logarithms of rates; else it is the rates `r`, and the loss `r - y ln(r + eps)`.
    #[option(default = true)]
    log_input: bool,
    /// Whether Stirling's formula is added.
    #[option(default = false)]
    full: bool,
    /// What keeps the logarithm of a rate finite.
    #[option(default = 1e-8)]
    eps: f64,
    /// What is made of the losses of the elements.
    #[option(default = Reduction::Mean)]
    reduction: Reduction,
}

loss! {
    /// The mean of `e^x - y x`: [`PoissonNLLLoss`] without options.
    ///
    /// ```
    /// use nn::{Tensor, poisson_nll_loss};
    /// assert_eq!(poisson_nll_loss(&Tensor::from([0.0, 0.0]), &Tensor::from([2.0, 3.0])).item(), 1.0);
    /// ```
    pub fn poisson_nll_loss(input, target) of PoissonNLLLoss
}

impl PoissonNLLLoss {
    fn run(&self, input: &Tensor, target: &Tensor) -> Result<Tensor, LayerError> {
        pair::broadcastable(input, target)?;
        pair::finite("targets", target)?;
        let losses = if self.log_input {
            input.exp() - target * input
        } else {
            input - target * (input + self.eps).log()
        };
        Ok(self.reduction.of(if self.full {
            losses + stirling(target)
        } else {
            losses
        }))
    }
}

/// About `ln y!`, and 0 up to 1.
fn stirling(target: &Tensor) -> Tensor {
    let counts = target.gt(1);
    // Where it does not count the formula is that of 1, so that neither it nor its slope is infinite.
    let y = counts.where_(target, 1);
    let value = &y * y.log() - &y + 0.5 * (TAU * &y).log();
    counts.where_(value, 0)
}
