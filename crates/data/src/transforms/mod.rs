//! What is done to a picture before a model sees it: `torchvision.transforms`.
//!
//! A [`Transform`] makes one thing of another. What moves pixels takes an [`Image`], bytes as a file has them, or a tensor
//! `[.., height, width]`; [`ToTensor`] makes a tensor of numbers between 0 and 1 of an image, and [`Normalize`] takes
//! those. [`Compose`] puts them in a row, and a closure is a transform, too.
//!
//! ```
//! use autograd::{DType, Tensor};
//! use data::transforms::{Compose, Image, Normalize, RandomCrop, RandomHorizontalFlip, ToTensor, Transform};
//! use data::{DataLoader, Dataset, TensorDataset};
//!
//! let augment = Compose::new((
//!     RandomCrop::new(28).padding(2),
//!     RandomHorizontalFlip::new(0.5),
//!     ToTensor,
//!     Normalize::new([0.1307], [0.3081]),
//! ));
//! let pictures = TensorDataset::new((Tensor::randint(0, 256, [6, 28, 28]).to_dtype(DType::U8), Tensor::arange(0, 6, 1)));
//! let dataset = pictures.map(move |(picture, digit)| (augment.apply(Image::new(picture)), digit));
//! let (x, y) = DataLoader::new(dataset).batch_size(4).num_workers(2).iter().next().unwrap();
//! assert_eq!((x.shape(), y.shape()), (&[4, 1, 28, 28][..], &[4][..]));
//! ```
//!
//! What a transform draws at random comes from the generator of its thread, which within a loader is the sample's own: the
//! pictures are the same for any number of workers. The draws are torchvision's, one for one.

mod center_crop;
mod compose;
mod flip;
mod grayscale;
mod image;
mod normalize;
mod picture;
mod random_crop;
mod random_rotation;
mod resize;
mod size;
mod to_tensor;

pub use center_crop::CenterCrop;
pub use compose::Compose;
pub use flip::{RandomHorizontalFlip, RandomVerticalFlip};
pub use grayscale::Grayscale;
pub use image::Image;
pub use normalize::Normalize;
pub use picture::Picture;
pub use random_crop::RandomCrop;
pub use random_rotation::RandomRotation;
pub use resize::Resize;
pub use size::Size;
pub use to_tensor::ToTensor;

/// How a pixel between others is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Interpolation {
    /// As the nearest pixel.
    Nearest,
    /// As the mean of those around it, the nearer the heavier.
    #[default]
    Bilinear,
}

/// Makes one thing of another, perhaps at random.
///
/// ```
/// use autograd::Tensor;
/// use data::transforms::{RandomVerticalFlip, Transform};
///
/// let flip = RandomVerticalFlip::new(1.0);
/// assert_eq!(flip.apply(Tensor::from([[1.0], [2.0]])).to_vec::<f32>(), [2.0, 1.0]);
/// // A closure is a transform: torchvision's `Lambda`.
/// let double = |x: Tensor| x * 2.0;
/// assert_eq!(double.apply(Tensor::from([1.0])).item(), 2.0);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not transform `{X}`",
    note = "what moves pixels takes an `Image` or a `Tensor`; `ToTensor` makes the one into the other"
)]
pub trait Transform<X> {
    /// What it makes.
    type Output;

    /// What it makes of `x`.
    ///
    /// # Panics
    /// If `x` is not of the kind or size that it takes.
    #[track_caller]
    fn apply(&self, x: X) -> Self::Output;
}

impl<F: Fn(X) -> Y, X, Y> Transform<X> for F {
    type Output = Y;

    fn apply(&self, x: X) -> Y {
        self(x)
    }
}
