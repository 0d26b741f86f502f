//! [`Softsign`]: `x / (1 + |x|)`.

use autograd::Tensor;

use super::layer;
use crate::layer_error::LayerError;
use crate::module::Module;

/// The softsign of each element, `x / (1 + |x|)`: between -1 and 1, as tanh, but slower to get there.
///
/// # Shape
/// Any, kept.
///
/// ```
/// use nn::{Forward, Softsign, Tensor};
/// assert_eq!(Softsign.forward(&Tensor::from([-1.0, 3.0])).to_vec::<f32>(), [-0.5, 0.75]);
/// assert_eq!(Softsign.to_string(), "Softsign()");
/// ```
#[derive(Clone, Copy, Debug, Default, Module)]
pub struct Softsign;

impl Softsign {
    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        Ok(x.softsign())
    }
}

layer!(Softsign);
