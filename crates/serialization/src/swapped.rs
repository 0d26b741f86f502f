//! Big-endian elements.

use std::io::{self, Read};

/// Reads elements of `size` bytes each, whose bytes it turns round if they are `big_endian`.
pub(crate) struct Swapped<R> {
    pub(crate) reader: R,
    pub(crate) size: usize,
    pub(crate) big_endian: bool,
}

impl<R: Read> Read for Swapped<R> {
    /// Reads nothing by itself: where an element begins is known to [`read_exact`](Read::read_exact) only.
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let whole = buffer.len() - buffer.len() % self.size;
        self.read_exact(&mut buffer[..whole])?;
        Ok(whole)
    }

    fn read_exact(&mut self, buffer: &mut [u8]) -> io::Result<()> {
        self.reader.read_exact(buffer)?;
        if self.big_endian {
            buffer.chunks_exact_mut(self.size).for_each(<[u8]>::reverse);
        }
        Ok(())
    }
}
