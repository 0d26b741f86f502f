//! [`GLU`]: one half is the gate of the other.

use autograd::{Error, Tensor};
use options_derive::Options;
use tensor_core::dimension;

use super::{float_only, layer};
use crate::layer_error::LayerError;
use crate::module::Module;

/// The first half along a dimension, times the sigmoid of the second half. After Dauphin and others, "Language modeling
/// with gated convolutional networks" (2016).
///
/// # Shape
/// Any with an even size of that dimension, which becomes half of it.
///
/// ```
/// use nn::{Forward, GLU, Tensor};
/// assert_eq!(GLU::new().forward(&Tensor::from([3.0, 0.0])).to_vec::<f32>(), [1.5]);
/// assert_eq!(GLU::new().to_string(), "GLU(dim=-1)");
/// ```
#[derive(Clone, Copy, Debug, Module, Options)]
#[module(extra_repr)]
#[options(repr)]
pub struct GLU {
    /// The dimension that is halved; negative ones count from the end.
    #[option(default = -1)]
    dim: isize,
}

impl GLU {
    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        let at = dimension(self.dim, x.rank())?;
        if x.shape().get(at).is_none_or(|size| size % 2 == 1) {
            return Err(Error::shape(format!(
                "input has shape {:?}, and must have an even size of dimension {}, which is halved",
                x.shape(),
                self.dim
            ))
            .into());
        }
        float_only(x)?;
        Ok(x.glu(self.dim))
    }
}

layer!(GLU);
