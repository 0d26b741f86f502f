//! The initial values of linear maps and convolutions.

use autograd::{OrRaise, Tensor};

use super::fan::Fans;
use super::gain::{Kaiming, Nonlinearity};
use super::random::{kaiming_uniform_, uniform_};

/// Where PyTorch's linear layers and convolutions begin: weight and bias uniform in ±1/sqrt(n), if each output of the
/// weight `[out, in, ..]` depends on n inputs.
///
/// ```
/// use nn::{Parameter, Tensor, init};
/// let (weight, bias) = (Parameter::new(Tensor::zeros([8, 4])), Parameter::new(Tensor::zeros(8)));
/// init::linear_(&weight, Some(&bias));
/// assert!(weight.abs().max().item() <= 0.5 && bias.abs().max().item() <= 0.5);
/// ```
///
/// # Panics
/// If the weight has fewer than two dimensions, or one of the tensors is not a leaf.
#[track_caller]
pub fn linear_(weight: &Tensor, bias: Option<&Tensor>) {
    // In exact arithmetic the bias's bound; PyTorch goes this way, and so its last bit.
    let leaky = Nonlinearity::LeakyReLU(5.0_f64.sqrt());
    kaiming_uniform_(weight, Kaiming::new().nonlinearity(leaky));
    if let Some(bias) = bias {
        let inputs = Fans::of(weight.shape()).or_raise().inputs;
        let bound = if inputs > 0.0 { 1.0 / inputs.sqrt() } else { 0.0 };
        uniform_(bias, -bound, bound);
    }
}
