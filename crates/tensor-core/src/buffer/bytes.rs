//! Elements as bytes, little-endian wherever they go, so that a file has the same ones on every machine.

use std::borrow::Cow;
use std::io;
use std::slice;

use super::Buffer;
use crate::dtype::DType;

impl Buffer {
    /// The little-endian bytes of `len` elements from `start` on; a copy only where the machine is not little-endian.
    ///
    /// # Panics
    /// If there are not so many elements.
    pub(crate) fn le_bytes(&self, start: usize, len: usize) -> Cow<'_, [u8]> {
        let size = self.dtype().size();
        let bytes = &self.native_bytes()[start * size..(start + len) * size];
        if cfg!(target_endian = "little") {
            return Cow::Borrowed(bytes);
        }
        let mut bytes = bytes.to_vec();
        swap_if_big_endian(&mut bytes, size);
        Cow::Owned(bytes)
    }

    fn native_bytes(&self) -> &[u8] {
        // SAFETY: the block holds `len` initialised elements after its header, which have no padding, and while `self`
        // is borrowed nobody can hold them mutably.
        unsafe { slice::from_raw_parts(self.elements::<u8>(), self.len() * self.dtype().size()) }
    }

    /// A buffer for a contiguous array of this shape, into whose memory `fill` writes all the little-endian bytes.
    ///
    /// # Errors
    /// That of `fill`; [`InvalidData`](io::ErrorKind::InvalidData) if the bytes of a `bool` are neither 0 nor 1, or if
    /// no memory is so large.
    pub(crate) fn from_le_bytes(
        dtype: DType,
        shape: &[usize],
        fill: &mut dyn FnMut(&mut [u8]) -> io::Result<()>,
    ) -> io::Result<Self> {
        let buffer = Self::try_new(dtype, shape)
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error.to_string()))?;
        let bytes = buffer.len() * dtype.size();
        // SAFETY: as in `native_bytes`, and this is the only owner. Of the types of elements only `bool` has bytes
        // that are none of its values: until they are checked, nobody but this function sees the buffer.
        let bytes = unsafe { slice::from_raw_parts_mut(buffer.elements::<u8>(), bytes) };
        fill(bytes)?;
        if dtype == DType::Bool {
            check_bools(bytes)?;
        }
        swap_if_big_endian(bytes, dtype.size());
        Ok(buffer)
    }
}

fn check_bools(bytes: &[u8]) -> io::Result<()> {
    match bytes.iter().position(|byte| *byte > 1) {
        None => Ok(()),
        Some(at) => Err(io::Error::new(
            io::ErrorKind::InvalidData,
            format!("byte {at} of a bool array is {}, neither 0 nor 1", bytes[at]),
        )),
    }
}

fn swap_if_big_endian(bytes: &mut [u8], size: usize) {
    if cfg!(target_endian = "big") {
        bytes.chunks_exact_mut(size).for_each(<[u8]>::reverse);
    }
}
