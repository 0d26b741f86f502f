//! [`Image`]: a picture as a file has it.

use std::fmt;

use autograd::{DType, Error, Tensor};

/// A picture as a file has it: a byte for each channel of each pixel. What an image of PIL is to torchvision.
///
/// ```
/// use autograd::{DType, Tensor};
/// use data::transforms::Image;
///
/// let image = Image::new(Tensor::from([[[255, 0, 0], [0, 0, 255]]]).to_dtype(DType::U8)); // a red pixel and a blue one
/// assert_eq!((image.height(), image.width(), image.channels()), (1, 2, 3));
/// assert_eq!(image.pixels().shape(), [1, 2, 3]);
/// ```
#[derive(Clone)]
pub struct Image {
    /// Bytes `[channels, height, width]`.
    planes: Tensor,
}

impl Image {
    /// The picture of bytes `[height, width, channels]`, or `[height, width]` if there is one channel.
    ///
    /// # Panics
    /// If the tensor has another shape or another element type than uint8.
    #[track_caller]
    pub fn new(pixels: Tensor) -> Self {
        let planes = match (pixels.dtype(), pixels.rank()) {
            (DType::U8, 2) => pixels.unsqueeze(0),
            (DType::U8, 3) => pixels.permute([2, 0, 1]),
            _ => Error::shape(format!(
                "Image: pixels must be bytes (uint8) [height, width, channels] or [height, width], not {:?} of {}",
                pixels.shape(),
                pixels.dtype()
            ))
            .raise(),
        };
        Self { planes }
    }

    /// The picture whose channels are these bytes `[channels, height, width]`.
    pub(super) fn of_planes(planes: Tensor) -> Self {
        debug_assert_eq!((planes.dtype(), planes.rank()), (DType::U8, 3));
        Self { planes }
    }

    /// The bytes `[channels, height, width]`.
    pub(super) fn into_planes(self) -> Tensor {
        self.planes
    }

    /// The bytes `[height, width, channels]`.
    pub fn pixels(&self) -> Tensor {
        self.planes.permute([1, 2, 0])
    }

    /// How many rows of pixels there are.
    pub fn height(&self) -> usize {
        self.planes.size(1)
    }

    /// How many columns of pixels there are.
    pub fn width(&self) -> usize {
        self.planes.size(2)
    }

    /// How many bytes a pixel has: 1 if the picture is grey, 3 if it is coloured.
    pub fn channels(&self) -> usize {
        self.planes.size(0)
    }
}

impl fmt::Debug for Image {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Image")
            .field("height", &self.height())
            .field("width", &self.width())
            .field("channels", &self.channels())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pixels_come_back_as_they_went_in() {
        let pixels = Tensor::arange(0, 12, 1).view([2, 3, 2]).to_dtype(DType::U8);
        let image = Image::new(pixels.clone());
        assert_eq!(image.pixels().to_vec::<u8>(), pixels.to_vec::<u8>());
        assert_eq!(format!("{image:?}"), "Image { height: 2, width: 3, channels: 2 }");
    }

    #[test]
    #[should_panic(
        expected = "Image: pixels must be bytes (uint8) [height, width, channels] or [height, width], not [2, 2] of float32"
    )]
    fn other_types_are_refused() {
        Image::new(Tensor::zeros([2, 2]));
    }
}
