//! Channels as pixels, pixels as channels, and channels in another order.

use tensor_core::{Error, Shape};

use crate::tensor::Tensor;

impl Tensor {
    /// An image `upscale_factor` times as high and wide, whose blocks of pixels are channels of this one.
    ///
    /// # Shape
    /// `[.., C * r * r, H, W]` to `[.., C, H * r, W * r]` for a factor `r`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([[[1.0]], [[2.0]], [[3.0]], [[4.0]]]);
    /// assert_eq!(x.pixel_shuffle(2).to_vec::<f32>(), [1.0, 2.0, 3.0, 4.0]);
    /// assert_eq!(x.pixel_shuffle(2).shape(), [1, 2, 2]);
    /// ```
    ///
    /// # Panics
    /// If there are fewer than three dimensions, or the square of the factor does not divide the channels.
    #[track_caller]
    pub fn pixel_shuffle(&self, upscale_factor: usize) -> Tensor {
        let (lead, [channels, height, width]) = image("pixel_shuffle", self.shape());
        let factor = upscale_factor;
        let square = factor
            .checked_mul(factor)
            .filter(|square| *square > 0 && channels.is_multiple_of(*square));
        let Some(square) = square else {
            Error::shape(format!(
                "pixel_shuffle: the square of upscale_factor={factor} must divide the {channels} channels of shape {:?}",
                self.shape()
            ))
            .raise()
        };
        let parts = [channels / square, factor, factor, height, width];
        let order = [0, 3, 1, 4, 2];
        self.rearranged(
            lead,
            parts,
            order,
            [
                channels / square,
                height.saturating_mul(factor),
                width.saturating_mul(factor),
            ],
        )
    }

    /// An image `downscale_factor` times less high and wide, whose channels are the pixels of blocks of this one: what
    /// undoes [`pixel_shuffle`](Tensor::pixel_shuffle).
    ///
    /// # Shape
    /// `[.., C, H * r, W * r]` to `[.., C * r * r, H, W]` for a factor `r`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::rand([2, 3, 4, 6]);
    /// assert_eq!(x.pixel_unshuffle(2).shape(), [2, 12, 2, 3]);
    /// assert_eq!(x.pixel_unshuffle(2).pixel_shuffle(2).to_vec::<f32>(), x.to_vec::<f32>());
    /// ```
    ///
    /// # Panics
    /// If there are fewer than three dimensions, or the factor does not divide height and width.
    #[track_caller]
    pub fn pixel_unshuffle(&self, downscale_factor: usize) -> Tensor {
        let (lead, [channels, height, width]) = image("pixel_unshuffle", self.shape());
        let factor = downscale_factor;
        if factor == 0 || !height.is_multiple_of(factor) || !width.is_multiple_of(factor) {
            Error::shape(format!(
                "pixel_unshuffle: downscale_factor={factor} must divide height and width of shape {:?}",
                self.shape()
            ))
            .raise()
        }
        let (height, width) = (height / factor, width / factor);
        let parts = [channels, height, factor, width, factor];
        self.rearranged(
            lead,
            parts,
            [0, 2, 4, 1, 3],
            [
                channels.saturating_mul(factor).saturating_mul(factor),
                height,
                width,
            ],
        )
    }

    /// The channels in another order: the first of each of `groups` groups, then the second of each, and so on.
    ///
    /// # Shape
    /// `[N, C, ..]`, kept.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([[[0.0], [1.0], [2.0], [3.0]]]);
    /// assert_eq!(x.channel_shuffle(2).to_vec::<f32>(), [0.0, 2.0, 1.0, 3.0]);
    /// ```
    ///
    /// # Panics
    /// If there are fewer than three dimensions, or `groups` does not divide the channels.
    #[track_caller]
    pub fn channel_shuffle(&self, groups: usize) -> Tensor {
        match self.shape() {
            &[batch, channels, ref sizes @ ..]
                if groups > 0 && !sizes.is_empty() && channels.is_multiple_of(groups) =>
            {
                let shape = [&[batch, groups, channels / groups], sizes].concat();
                self.reshape(shape).transpose(1, 2).reshape(self.shape())
            }
            shape => Error::shape(format!(
                "channel_shuffle: {groups} groups must divide the channels of an input [N, C, ..], which has shape {shape:?}"
            ))
            .raise(),
        }
    }

    /// The last three dimensions cut into parts, which are then in another order and joined to three again.
    #[track_caller]
    fn rearranged(&self, lead: Shape, parts: [usize; 5], order: [isize; 5], joined: [usize; 3]) -> Tensor {
        let with = |sizes: &[usize]| lead.iter().chain(sizes).copied().collect::<Shape>();
        let rank = lead.len() as isize;
        let order: Vec<isize> = (0..rank).chain(order.map(|dim| rank + dim)).collect();
        self.reshape(&with(&parts))
            .permute(&order[..])
            .reshape(&with(&joined))
    }
}

/// The dimensions before the last three, and these.
#[track_caller]
fn image(name: &str, shape: &[usize]) -> (Shape, [usize; 3]) {
    match shape {
        [lead @ .., channels, height, width] => (Shape::from(lead), [*channels, *height, *width]),
        _ => Error::shape(format!(
            "{name} takes an image, [.., C, H, W], not one of shape {shape:?}"
        ))
        .raise(),
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 8, 2, 3]], |x| x[0].pixel_shuffle(2));
        check(&[&[1, 6, 9]], |x| x[0].pixel_unshuffle(3));
        check_second(&[&[4, 2, 1]], |x| x[0].square().pixel_shuffle(2).square());
        check(&[&[2, 6, 3]], |x| x[0].channel_shuffle(3));
        check_second(&[&[1, 4, 2]], |x| x[0].square().channel_shuffle(2).square());
    }

    #[test]
    #[should_panic(expected = "pixel_shuffle: the square of upscale_factor=2 must divide the 6 channels")]
    fn channels_that_do_not_divide_are_refused() {
        Tensor::zeros([6, 2, 2]).pixel_shuffle(2);
    }

    #[test]
    #[should_panic(expected = "pixel_unshuffle takes an image")]
    fn what_is_no_image_is_refused() {
        Tensor::zeros([6, 2]).pixel_unshuffle(2);
    }
}
