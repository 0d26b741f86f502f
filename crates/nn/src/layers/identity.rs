//! [`Identity`]: gives what it is given.

use autograd::Tensor;

use super::layer;
use crate::layer_error::LayerError;
use crate::module::Module;

/// Gives its input: a place that a layer may take.
///
/// # Shape
/// Any, kept.
///
/// ```
/// use nn::{Forward, Identity, Tensor};
/// assert_eq!(Identity.forward(&Tensor::from([1.0])).item(), 1.0);
/// ```
#[derive(Clone, Copy, Debug, Default, Module)]
pub struct Identity;

impl Identity {
    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        Ok(x.clone())
    }
}

layer!(Identity);
