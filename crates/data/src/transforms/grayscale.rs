//! [`Grayscale`]: brightness alone.

use autograd::{Error, Tensor};

use super::{Image, Transform};

/// A grey image of a coloured one, `0.299 red + 0.587 green + 0.114 blue`: `transforms.Grayscale`. A grey one stays.
///
/// ```
/// use autograd::{DType, Tensor};
/// use data::transforms::{Grayscale, Image, Transform};
///
/// let image = Image::new(Tensor::from([[[255, 0, 0], [255, 255, 255]]]).to_dtype(DType::U8));
/// let grey = Grayscale.apply(image);
/// assert_eq!((grey.channels(), grey.pixels().to_vec::<u8>()), (1, vec![76, 255]));
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Grayscale;

impl Transform<Image> for Grayscale {
    type Output = Image;

    /// # Panics
    /// If the image has neither one channel nor three.
    fn apply(&self, image: Image) -> Image {
        match image.channels() {
            1 => image,
            3 => Image::of_planes(brightness(&image.into_planes())),
            channels => Error::shape(format!(
                "Grayscale: an image has 1 channel or 3, but this one has {channels}"
            ))
            .raise(),
        }
    }
}

/// As PIL has it: the weights as parts of 2^16, rounded.
fn brightness(planes: &Tensor) -> Tensor {
    let bytes = planes.to_vec::<u8>();
    let (red, others) = bytes.split_at(bytes.len() / 3);
    let (green, blue) = others.split_at(red.len());
    let grey = red.iter().zip(green).zip(blue).map(|((&red, &green), &blue)| {
        let sum = u32::from(red) * 19_595 + u32::from(green) * 38_470 + u32::from(blue) * 7_471;
        ((sum + 0x8000) >> 16) as u8
    });
    Tensor::from_vec(grey.collect::<Vec<u8>>(), [1, planes.size(1), planes.size(2)])
}
