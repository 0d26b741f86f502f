//! Arrays as little-endian bytes, as files and other programs hold them.

use std::borrow::Cow;
use std::io::{self, Read};

use crate::array::Array;
use crate::buffer::{Buffer, len_and_bytes};
use crate::dtype::DType;
use crate::error::{Error, ErrorKind};
use crate::shape::IntoShape;

impl Array {
    /// An array of the elements whose little-endian bytes these are, in row-major order. They are copied once.
    ///
    /// # Errors
    /// If the shape has another number of bytes, or if bytes of a `bool` array are neither 0 nor 1.
    ///
    /// ```
    /// use tensor_core::{Array, DType};
    /// let x = Array::from_le_bytes(DType::F32, 2, &[0, 0, 128, 63, 0, 0, 0, 64])?;
    /// assert_eq!(x.to_vec::<f32>(), [1.0, 2.0]);
    /// assert!(Array::from_le_bytes(DType::Bool, [1, 3], &[1, 0]).is_err());
    /// # Ok::<_, tensor_core::Error>(())
    /// ```
    pub fn from_le_bytes(dtype: DType, shape: impl IntoShape, bytes: &[u8]) -> Result<Self, Error> {
        from_le_bytes(dtype, &shape.into_shape(), bytes)
    }

    /// An array whose little-endian bytes come next from `reader`, read into the array's own memory.
    ///
    /// The memory is asked for before the first byte is read: check a shape that a file claims against the file's
    /// length first.
    ///
    /// # Errors
    /// Those of the reader; [`UnexpectedEof`](io::ErrorKind::UnexpectedEof) if it has fewer bytes, and
    /// [`InvalidData`](io::ErrorKind::InvalidData) if bytes of a `bool` array are neither 0 nor 1 or no memory could
    /// hold so many.
    ///
    /// ```
    /// use tensor_core::{Array, DType};
    /// let mut file: &[u8] = &[7, 0, 0, 0, 0, 0, 0, 0, 1];
    /// assert_eq!(Array::read_from(DType::I64, (), &mut file)?.to_vec::<i64>(), [7]);
    /// assert_eq!(Array::read_from(DType::Bool, [1], &mut file)?.to_vec::<bool>(), [true]);
    /// # Ok::<_, std::io::Error>(())
    /// ```
    pub fn read_from(dtype: DType, shape: impl IntoShape, reader: &mut impl Read) -> io::Result<Self> {
        filled(dtype, &shape.into_shape(), &mut |bytes| reader.read_exact(bytes))
    }

    /// The little-endian bytes of the elements in row-major order. Nothing is copied if that is how they lie in
    /// memory: if the array is contiguous and the machine little-endian.
    ///
    /// ```
    /// use std::borrow::Cow;
    /// use tensor_core::Array;
    /// assert_eq!(Array::from([1_i64]).le_bytes(), Cow::Borrowed(&[1, 0, 0, 0, 0, 0, 0, 0]));
    /// ```
    pub fn le_bytes(&self) -> Cow<'_, [u8]> {
        if !self.is_contiguous() {
            return Cow::Owned(self.copied().le_bytes().into_owned());
        }
        if self.numel() == 0 {
            // An empty view may begin anywhere, also beyond the end.
            return Cow::Borrowed(&[]);
        }
        self.buffer.le_bytes(self.layout().offset(), self.numel())
    }
}

fn from_le_bytes(dtype: DType, shape: &[usize], bytes: &[u8]) -> Result<Array, Error> {
    match len_and_bytes(dtype, shape) {
        Some((_, expected)) if expected == bytes.len() => {}
        expected => {
            let expected = expected.map_or("more than can be counted".to_owned(), |(_, bytes)| {
                bytes.to_string()
            });
            return Err(Error::new(
                ErrorKind::Format,
                format!(
                    "the bytes of a {dtype} array of shape {shape:?} are {expected}, but {} were given",
                    bytes.len()
                ),
            ));
        }
    }
    let copy = &mut |out: &mut [u8]| {
        out.copy_from_slice(bytes);
        Ok(())
    };
    filled(dtype, shape, copy).map_err(|error| Error::new(ErrorKind::Format, error.to_string()))
}

fn filled(
    dtype: DType,
    shape: &[usize],
    fill: &mut dyn FnMut(&mut [u8]) -> io::Result<()>,
) -> io::Result<Array> {
    let buffer = Buffer::from_le_bytes(dtype, shape, fill)?;
    Ok(Array { buffer, view: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_go_there_and_back_in_every_type() {
        for &dtype in DType::ALL {
            let array = Array::from([[1.0, 0.0, 1.0], [0.0, 1.0, 1.0]]).to_dtype(dtype);
            let bytes = array.le_bytes();
            assert_eq!(bytes.len(), 6 * dtype.size());
            let back = Array::from_le_bytes(dtype, [2, 3], &bytes).expect("they are an array's");
            assert_eq!((back.dtype(), back.shape()), (dtype, &[2, 3][..]));
            assert_eq!(back.le_bytes(), bytes);
            let read = Array::read_from(dtype, [3, 2], &mut &bytes[..]).expect("they are an array's");
            assert_eq!(read.le_bytes(), bytes);
        }
    }

    #[test]
    fn contiguous_parts_are_borrowed_and_others_copied_in_order() {
        let x = Array::from([[1_i64, 2], [3, 4]]);
        let row = x.narrow(0, 1, 1);
        assert!(matches!(row.le_bytes(), Cow::Borrowed(_)));
        assert_eq!(row.le_bytes(), Array::from([3_i64, 4]).le_bytes());
        let turned = x.transpose(0, 1);
        assert!(matches!(turned.le_bytes(), Cow::Owned(_)));
        assert_eq!(turned.le_bytes(), Array::from([1_i64, 3, 2, 4]).le_bytes());
        assert_eq!(x.narrow(0, 2, 0).le_bytes().len(), 0);
    }

    #[test]
    fn wrong_bytes_are_refused_in_a_sentence() {
        let message = |dtype, shape: &[usize], bytes: &[u8]| {
            let error = Array::from_le_bytes(dtype, shape, bytes).expect_err("it is wrong");
            assert_eq!(error.kind(), ErrorKind::Format);
            error.to_string()
        };
        assert_eq!(
            message(DType::F32, &[2, 3], &[0; 20]),
            "the bytes of a float32 array of shape [2, 3] are 24, but 20 were given"
        );
        assert_eq!(
            message(DType::Bool, &[3], &[0, 1, 7]),
            "byte 2 of a bool array is 7, neither 0 nor 1"
        );
        assert_eq!(
            message(DType::F64, &[usize::MAX, 2, 1], &[]),
            format!(
                "the bytes of a float64 array of shape [{}, 2, 1] are more than can be counted, but 0 were given",
                usize::MAX
            )
        );
    }

    #[test]
    fn a_reader_that_ends_early_or_a_shape_without_end_is_an_error() {
        let short = Array::read_from(DType::I64, [2], &mut &[0_u8; 15][..]).expect_err("a byte is missing");
        assert_eq!(short.kind(), io::ErrorKind::UnexpectedEof);
        let wrong = Array::read_from(DType::Bool, [2], &mut &[1_u8, 2][..]).expect_err("2 is no bool");
        assert_eq!(wrong.kind(), io::ErrorKind::InvalidData);
        let half = 1 << (usize::BITS / 2);
        for shape in [[usize::MAX, 1], [half, half], [half, half / 128]] {
            let endless =
                Array::read_from(DType::F32, shape, &mut io::empty()).expect_err("no memory is so large");
            assert_eq!(endless.kind(), io::ErrorKind::InvalidData);
        }
    }
}
