//! [`Picture`]: what has rows and columns of pixels.

use autograd::{DType, Error, Tensor};

use super::{Image, Size};

/// What has rows and columns of pixels: an [`Image`], or a tensor `[.., height, width]`.
#[diagnostic::on_unimplemented(message = "`{Self}` is no picture: an `Image` and a `Tensor` are")]
pub trait Picture: Sized {
    /// The same kind of picture with what `change` makes of its pixels `[.., height, width]`.
    #[must_use]
    #[track_caller]
    fn with_planes(self, change: impl FnOnce(Tensor) -> Tensor) -> Self;
}

impl Picture for Image {
    fn with_planes(self, change: impl FnOnce(Tensor) -> Tensor) -> Self {
        Image::of_planes(change(self.into_planes()))
    }
}

impl Picture for Tensor {
    fn with_planes(self, change: impl FnOnce(Tensor) -> Tensor) -> Self {
        change(self)
    }
}

/// The rows and columns of a picture, for the transform of this name.
#[track_caller]
pub(super) fn rows_and_columns(name: &str, planes: &Tensor) -> [usize; 2] {
    match *planes.shape() {
        [.., height, width] => [height, width],
        _ => Error::shape(format!(
            "{name}: a picture has the shape [.., height, width], but this tensor has {:?}",
            planes.shape()
        ))
        .raise(),
    }
}

/// A picture with both edges, as the transform of this name should make it.
#[track_caller]
pub(super) fn both_edges(name: &str, size: Size) -> [usize; 2] {
    let size = match size {
        Size::Edge(edge) => [edge, edge],
        Size::Exact { height, width } => [height, width],
    };
    if size.contains(&0) {
        Error::argument(format!("{name}: no edge may be 0, but the size is {size:?}")).raise();
    }
    size
}

/// A part of a picture.
#[track_caller]
pub(super) fn window(planes: &Tensor, [top, left]: [usize; 2], [height, width]: [usize; 2]) -> Tensor {
    planes
        .narrow(-2, top as isize, height)
        .narrow(-1, left as isize, width)
}

/// Numbers of a picture as elements of its type, which are rounded if they are whole.
pub(super) fn numbers_as(dtype: DType, mut numbers: Vec<f64>, shape: &[usize]) -> Tensor {
    if dtype.is_integer() {
        numbers.iter_mut().for_each(|x| *x = x.round());
    }
    Tensor::from_vec(numbers, shape).to_dtype(dtype)
}
