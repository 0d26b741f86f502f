//! [`Softmax2d`]: probabilities over channels, at every place of an image.

use autograd::{Error, Tensor};

use super::{float_only, layer};
use crate::layer_error::LayerError;
use crate::module::Module;

/// [`Softmax`](crate::Softmax) over the channels of images.
///
/// # Shape
/// `[C, H, W]` or `[N, C, H, W]`, kept.
///
/// ```
/// use nn::{Forward, Softmax2d, Tensor};
/// let y = Softmax2d.forward(&Tensor::zeros([2, 1, 1]));
/// assert_eq!(y.to_vec::<f32>(), [0.5, 0.5]);
/// ```
#[derive(Clone, Copy, Debug, Default, Module)]
pub struct Softmax2d;

impl Softmax2d {
    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        if !matches!(x.rank(), 3 | 4) {
            return Err(Error::shape(format!(
                "input has shape {:?}, and must be an image [C, H, W] or a batch of them [N, C, H, W]",
                x.shape()
            ))
            .into());
        }
        float_only(x)?;
        Ok(x.softmax(-3))
    }
}

layer!(Softmax2d);
