//! [`Positioned`]: a reader of a file from a place of its own.

use std::fs::File;
use std::io::{self, Read};

/// Whether a file can be read by several threads, each from a place of its own.
pub(crate) const BY_SEVERAL: bool = cfg!(any(unix, windows));

/// Reads an open file from a place on, whatever others read of it meanwhile. A path that is opened again may be another
/// file by then.
pub(crate) struct Positioned<'f> {
    file: &'f File,
    at: u64,
}

impl<'f> Positioned<'f> {
    pub(crate) fn new(file: &'f File, at: u64) -> Self {
        Self { file, at }
    }
}

impl Read for Positioned<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let count = read_at(self.file, bytes, self.at)?;
        self.at += count as u64;
        Ok(count)
    }
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, bytes, at)
}

#[cfg(windows)]
fn read_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, bytes, at)
}

#[cfg(not(any(unix, windows)))]
fn read_at(mut file: &File, bytes: &mut [u8], at: u64) -> io::Result<usize> {
    io::Seek::seek(&mut file, io::SeekFrom::Start(at))?;
    file.read(bytes)
}
