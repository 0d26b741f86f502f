//! [`LocalResponseNorm`]: channels that damp their neighbours.

use autograd::{Error, Tensor};
use options_derive::Options;

use super::affine::python;
use super::{float_only, layer};
use crate::layer_error::LayerError;
use crate::module::Module;

/// `x / (k + alpha * mean)^beta`, with the mean of the squares of `size` neighbouring channels:
/// [`Tensor::local_response_norm`] as a layer.
///
/// # Shape
/// `[N, C, ..]` with at least one dimension behind the channels, kept.
///
/// ```
/// use nn::{Forward, LocalResponseNorm, Tensor};
/// let norm = LocalResponseNorm::new(2).alpha(2.0).beta(1.0);
/// assert_eq!(norm.forward(&Tensor::ones([1, 1, 1])).item(), 0.5);
/// assert_eq!(LocalResponseNorm::new(2).to_string(), "LocalResponseNorm(2, alpha=0.0001, beta=0.75, k=1.0)");
/// ```
#[derive(Clone, Copy, Debug, Module, Options)]
#[module(extra_repr)]
pub struct LocalResponseNorm {
    /// How many channels stand beside each other.
    size: usize,
    /// What the mean of their squares is multiplied by.
    #[option(default = 1e-4)]
    alpha: f64,
    /// The power.
    #[option(default = 0.75)]
    beta: f64,
    /// Added to the mean.
    #[option(default = 1.0)]
    k: f64,
}

impl LocalResponseNorm {
    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        float_only(x)?;
        if x.rank() < 3 {
            return Err(LayerError::from(Error::shape(format!(
                "input has shape {:?}, and must be [N, C, ..] with a dimension behind the channels",
                x.shape()
            ))));
        }
        let normed = Error::catch(|| x.local_response_norm(self.size, self.alpha, self.beta, self.k));
        Ok(normed.map_err(|(error, _)| error)?)
    }

    fn extra_repr(&self) -> String {
        let [alpha, beta, k] = [self.alpha, self.beta, self.k].map(python);
        format!("{}, alpha={alpha}, beta={beta}, k={k}", self.size)
    }
}

layer!(LocalResponseNorm);
