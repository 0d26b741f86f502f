//! The logistic loss of two classes.

use autograd::Tensor;
use options_derive::Options;

use super::{Reduction, loss, pair};
use crate::layer_error::LayerError;
use crate::module::Module;

/// `ln(1 + e^(-y x))` of each score `x` and its class `y`, -1 or 1, reduced to the mean. Nothing overflows.
#[derive(Clone, Copy, Debug, Module, Options)]
pub struct SoftMarginLoss {
    /// What is made of the losses of the elements.
    #[option(default = Reduction::Mean)]
    reduction: Reduction,
}

loss! {
    /// The mean of `ln(1 + e^(-y x))` over all elements: [`SoftMarginLoss`] without options.
    ///
    /// ```
    /// use nn::{Tensor, soft_margin_loss};
    /// let loss = soft_margin_loss(&Tensor::from([0.0, 1e4]), &Tensor::from([1.0, 1.0]));
    /// assert!((loss.item() - 2.0_f64.ln() / 2.0).abs() < 1e-6);
    /// ```
    pub fn soft_margin_loss(input, target) of SoftMarginLoss
}

impl SoftMarginLoss {
    fn run(&self, input: &Tensor, target: &Tensor) -> Result<Tensor, LayerError> {
        pair::broadcastable(input, target)?;
        pair::finite("targets", target)?;
        // PyTorch's threshold of softplus would cost digits here.
        let losses = (-input * target).softplus_with(1.0, f64::INFINITY);
        Ok(self.reduction.of(losses).named("SoftMarginLoss"))
    }
}
