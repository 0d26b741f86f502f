//! [`ToTensor`]: numbers of bytes.

use autograd::{DType, Error, Tensor, default_dtype};

use super::{Image, Transform};

/// A tensor `[channels, height, width]` of a picture, whose bytes 0 to 255 become numbers 0 to 1 of the default element
/// type: `transforms.ToTensor`.
///
/// A tensor `[height, width, channels]` or `[height, width]` is changed in the same way; if it is not of bytes, its elements
/// stay as they are.
///
/// ```
/// use autograd::{DType, Tensor};
/// use data::transforms::{Image, ToTensor, Transform};
///
/// let bytes = Tensor::from([[[0, 51], [102, 255]]]).to_dtype(DType::U8); // 1 x 2 pixels of two channels
/// let x = ToTensor.apply(Image::new(bytes));
/// assert_eq!(x.shape(), [2, 1, 2]);
/// assert_eq!(x.to_vec::<f32>(), [0.0, 0.4, 0.2, 1.0]);
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct ToTensor;

impl Transform<Image> for ToTensor {
    type Output = Tensor;

    fn apply(&self, image: Image) -> Tensor {
        // In one piece, so that what follows reads rows.
        image.into_planes().to_dtype(default_dtype()).contiguous() / 255.0
    }
}

impl Transform<Tensor> for ToTensor {
    type Output = Tensor;

    /// # Panics
    /// If the tensor has another shape.
    fn apply(&self, x: Tensor) -> Tensor {
        match (x.dtype(), x.rank()) {
            (DType::U8, 2 | 3) => self.apply(Image::new(x)),
            (_, 2) => x.unsqueeze(0),
            (_, 3) => x.permute([2, 0, 1]).contiguous(),
            _ => Error::shape(format!(
                "ToTensor: a picture has the shape [height, width, channels] or [height, width], but this tensor has {:?}",
                x.shape()
            ))
            .raise(),
        }
    }
}

#[cfg(test)]
mod tests {
    use autograd::with_dtype;

    use super::*;

    #[test]
    fn tensors_are_taken_as_images_are() {
        let x = ToTensor.apply(Tensor::from([[0, 255]]).to_dtype(DType::U8));
        assert_eq!((x.shape(), x.to_vec::<f32>()), (&[1, 1, 2][..], vec![0.0, 1.0]));
        let x = ToTensor.apply(Tensor::from([[[1.5, 2.5]]]));
        assert_eq!((x.shape(), x.to_vec::<f32>()), (&[2, 1, 1][..], vec![1.5, 2.5]));
        let bytes = Tensor::from([[51]]).to_dtype(DType::U8);
        assert_eq!(with_dtype(DType::F64, || ToTensor.apply(bytes)).item(), 0.2);
    }

    #[test]
    #[should_panic(
        expected = "ToTensor: a picture has the shape [height, width, channels] or [height, width]"
    )]
    fn other_shapes_are_refused() {
        let _ = ToTensor.apply(Tensor::zeros([2]).to_dtype(DType::U8));
    }
}
