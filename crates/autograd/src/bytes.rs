//! Tensors as little-endian bytes.

use std::io::{self, Read};

use tensor_core::{Array, DType, Error, IntoShape};

use crate::Tensor;

impl Tensor {
    /// A tensor of the elements whose little-endian bytes these are, in row-major order. They are copied once.
    ///
    /// # Errors
    /// If the shape has another number of bytes, or if bytes of a `bool` tensor are neither 0 nor 1.
    ///
    /// ```
    /// use autograd::{DType, Tensor};
    /// let x = Tensor::from_le_bytes(DType::F32, [1, 2], &[0, 0, 128, 63, 0, 0, 0, 64])?;
    /// assert_eq!(x.to_vec::<f32>(), [1.0, 2.0]);
    /// # Ok::<_, autograd::Error>(())
    /// ```
    pub fn from_le_bytes(dtype: DType, shape: impl IntoShape, bytes: &[u8]) -> Result<Self, Error> {
        Array::from_le_bytes(dtype, shape, bytes).map(Tensor::from)
    }

    /// A tensor whose little-endian bytes come next from `reader`, read into the tensor's own memory: see
    /// [`Array::read_from`].
    ///
    /// # Errors
    /// Those of the reader; [`UnexpectedEof`](io::ErrorKind::UnexpectedEof) if it has fewer bytes, and
    /// [`InvalidData`](io::ErrorKind::InvalidData) if bytes of a `bool` tensor are neither 0 nor 1 or no memory could
    /// hold so many.
    ///
    /// ```
    /// use autograd::{DType, Tensor};
    /// let mut file: &[u8] = &[1, 0, 1];
    /// assert_eq!(Tensor::read_from(DType::Bool, 3, &mut file)?.to_vec::<bool>(), [true, false, true]);
    /// # Ok::<_, std::io::Error>(())
    /// ```
    pub fn read_from(dtype: DType, shape: impl IntoShape, reader: &mut impl Read) -> io::Result<Self> {
        Array::read_from(dtype, shape, reader).map(Tensor::from)
    }

    /// The little-endian bytes of the elements in row-major order. `tensor.value().le_bytes()` lends them without a
    /// copy where they lie so: see [`Array::le_bytes`].
    ///
    /// ```
    /// use autograd::Tensor;
    /// assert_eq!(Tensor::from([1.0, 2.0]).to_le_bytes(), [0, 0, 128, 63, 0, 0, 0, 64]);
    /// ```
    pub fn to_le_bytes(&self) -> Vec<u8> {
        self.value().le_bytes().into_owned()
    }
}
