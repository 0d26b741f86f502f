//! [`PixelShuffle`], [`PixelUnshuffle`] and [`ChannelShuffle`]: channels as pixels, pixels as channels, channels in another
//! order.

use autograd::{Error, Tensor};
use options_derive::Options;

use super::layer;
use crate::layer_error::LayerError;
use crate::module::Module;

/// An image larger by a factor, whose blocks of pixels are channels of the input. After Shi and others, "Real-time single image
/// and video super-resolution" (2016).
///
/// # Shape
/// `[.., C * r * r, H, W]` to `[.., C, H * r, W * r]` for a factor `r`.
///
/// ```
/// use nn::{Forward, PixelShuffle, Tensor};
/// let layer = PixelShuffle::new(3);
/// assert_eq!(layer.forward(&Tensor::zeros([1, 9, 4, 5])).shape(), [1, 1, 12, 15]);
/// assert_eq!(layer.to_string(), "PixelShuffle(upscale_factor=3)");
/// ```
#[derive(Clone, Copy, Debug, Module, Options)]
#[module(extra_repr)]
#[options(repr)]
pub struct PixelShuffle {
    /// By how much height and width grow.
    #[option(limit = at_least_one)]
    upscale_factor: usize,
}

impl PixelShuffle {
    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        let [channels, ..] = image(x)?;
        let factor = self.upscale_factor;
        if !factor
            .checked_mul(factor)
            .is_some_and(|square| channels.is_multiple_of(square))
        {
            return Err(refused(format!(
                "{} must divide the {channels} channels of an input of shape {:?}",
                factor as u128 * factor as u128,
                x.shape()
            )));
        }
        Ok(x.pixel_shuffle(factor))
    }
}

layer!(PixelShuffle);

/// An image smaller by a factor, whose channels are the pixels of blocks of the input: what undoes [`PixelShuffle`].
///
/// # Shape
/// `[.., C, H * r, W * r]` to `[.., C * r * r, H, W]` for a factor `r`.
///
/// ```
/// use nn::{Forward, PixelUnshuffle, Tensor};
/// assert_eq!(PixelUnshuffle::new(3).forward(&Tensor::zeros([1, 1, 12, 15])).shape(), [1, 9, 4, 5]);
/// ```
#[derive(Clone, Copy, Debug, Module, Options)]
#[module(extra_repr)]
#[options(repr)]
pub struct PixelUnshuffle {
    /// By how much height and width shrink.
    #[option(limit = at_least_one)]
    downscale_factor: usize,
}

impl PixelUnshuffle {
    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        let ([_, height, width], factor) = (image(x)?, self.downscale_factor);
        if !height.is_multiple_of(factor) || !width.is_multiple_of(factor) {
            return Err(refused(format!(
                "{factor} must divide height and width of an input of shape {:?}",
                x.shape()
            )));
        }
        Ok(x.pixel_unshuffle(factor))
    }
}

layer!(PixelUnshuffle);

/// The channels in another order: the first of each group, then the second of each, and so on. After Zhang and others,
/// "ShuffleNet" (2017).
///
/// # Shape
/// `[N, C, ..]`, kept.
///
/// ```
/// use nn::{ChannelShuffle, Forward, Tensor};
/// let x = Tensor::from([[[0.0], [1.0], [2.0], [3.0]]]);
/// assert_eq!(ChannelShuffle::new(2).forward(&x).to_vec::<f32>(), [0.0, 2.0, 1.0, 3.0]);
/// assert_eq!(ChannelShuffle::new(2).to_string(), "ChannelShuffle(groups=2)");
/// ```
#[derive(Clone, Copy, Debug, Module, Options)]
#[module(extra_repr)]
#[options(repr)]
pub struct ChannelShuffle {
    /// How many groups there are.
    #[option(limit = at_least_one)]
    groups: usize,
}

impl ChannelShuffle {
    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        match x.shape() {
            &[_, channels, ref sizes @ ..] if !sizes.is_empty() && channels.is_multiple_of(self.groups) => {
                Ok(x.channel_shuffle(self.groups))
            }
            shape => Err(refused(format!(
                "{} groups must divide the channels of an input [N, C, ..], which has shape {shape:?}",
                self.groups
            ))),
        }
    }
}

layer!(ChannelShuffle);

/// The last three sizes.
fn image(x: &Tensor) -> Result<[usize; 3], LayerError> {
    match x.shape() {
        &[.., channels, height, width] => Ok([channels, height, width]),
        shape => Err(refused(format!(
            "an input is an image, [.., C, H, W], and has shape {shape:?}"
        ))),
    }
}

#[cold]
fn refused(reason: String) -> LayerError {
    LayerError::from(Error::shape(reason))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forward::Forward;

    #[test]
    #[should_panic(
        expected = "PixelShuffle(upscale_factor=2): 4 must divide the 3 channels of an input of shape [1, 3, 2, 2]"
    )]
    fn channels_that_do_not_divide_are_refused() {
        PixelShuffle::new(2).forward(&Tensor::zeros([1, 3, 2, 2]));
    }
}
