//! The negative log-likelihood of a normal distribution.

use std::f64::consts::TAU;

use autograd::function::record;
use autograd::{Error, Tensor};
use options_derive::Options;
use tensor_core::broadcast;

use super::{Reduction, loss, pair};
use crate::layer_error::LayerError;
use crate::module::Module;

/// `(ln v + (x - y)^2 / v) / 2` of each target `y`, where `x` is the mean and `v` the variance of a normal distribution,
/// reduced to the mean. A variance counts `eps` at least, but has its gradient.
///
/// # Shape
/// The variance has the input's shape, or 1 in one of its dimensions, or lacks the last.
#[derive(Clone, Copy, Debug, Module, Options)]
pub struct GaussianNLLLoss {
    /// Whether the constant `ln(2 pi) / 2` is added.
    #[option(default = false)]
    full: bool,
    /// The least variance.
    #[option(default = 1e-6, limit = positive)]
    eps: f64,
    /// What is made of the losses of the elements.
    #[option(default = Reduction::Mean)]
    reduction: Reduction,
}

loss! {
    /// The mean of `(ln v + (x - y)^2 / v) / 2`: [`GaussianNLLLoss`] without options.
    ///
    /// ```
    /// use nn::{Tensor, gaussian_nll_loss};
    /// let loss = gaussian_nll_loss(&Tensor::from([1.0]), &Tensor::from([3.0]), &Tensor::from([1.0]));
    /// assert_eq!(loss.item(), 2.0);
    /// ```
    pub fn gaussian_nll_loss(input, target, var) of GaussianNLLLoss
}

impl GaussianNLLLoss {
    fn run(&self, input: &Tensor, target: &Tensor, var: &Tensor) -> Result<Tensor, LayerError> {
        broadcast(input.shape(), target.shape())?;
        let var = fitting(input, var)?;
        pair::variances(&var)?;
        let var = clamped(&var, self.eps);
        let losses = (var.log() + (input - target).square() / var) * 0.5;
        Ok(self.reduction.of(if self.full {
            losses + 0.5 * TAU.ln()
        } else {
            losses
        }))
    }
}

/// The variance in a shape that broadcasts to the input's.
fn fitting(input: &Tensor, var: &Tensor) -> Result<Tensor, Error> {
    let (wanted, given) = (input.shape(), var.shape());
    if wanted == given {
        return Ok(var.clone());
    }
    if let Some((_, rows)) = wanted.split_last()
        && rows == given
    {
        return Ok(var.unsqueeze(-1));
    }
    let differing = || wanted.iter().zip(given).filter(|(wanted, given)| wanted != given);
    if wanted.len() == given.len() && differing().count() == 1 && differing().all(|(_, given)| *given == 1) {
        return Ok(var.clone());
    }
    Err(Error::shape(format!(
        "the variance has shape {given:?}, and for an input of shape {wanted:?} it must have that, or 1 in one dimension, \
         or lack the last"
    )))
}

/// At least `eps`, with the gradient of what it was.
fn clamped(var: &Tensor, eps: f64) -> Tensor {
    let value = var.detach().clamp_min(eps).to_array();
    record("ClampMin", value, [var], [], |cx| [Some(cx.grad.clone())])
}
