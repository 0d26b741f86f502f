//! The segment of another process.

use std::fs::File;
use std::path::Path;
use std::sync::atomic::AtomicU64;
use std::{fmt, io, ptr, slice};

use super::block::ALIGN;
use super::mapping::Mapping;

/// The segment of another process, to be read.
pub struct ForeignSegment {
    mapping: Mapping,
    words: usize,
}

impl ForeignSegment {
    /// Opens the file that another process has made with so many words.
    ///
    /// # Errors
    /// If it is not there, or shorter than its words.
    pub fn open(path: &Path, words: usize) -> io::Result<Self> {
        let file = File::open(path)?;
        let len = usize::try_from(file.metadata()?.len()).unwrap_or(0);
        if words_end(words).is_none_or(|end| end > len) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mapping = Mapping::of(&file, len, false)?;
        Ok(Self { mapping, words })
    }

    /// The words.
    pub fn words(&self) -> &[AtomicU64] {
        // SAFETY: `open` has found so many words, and they live as long as `self`.
        unsafe { words(&self.mapping, self.words) }
    }

    /// Copies the bytes from `offset` on. Where the other process writes at the same time, they are a mixture of old and
    /// new ones.
    ///
    /// # Panics
    /// If there are not so many.
    pub fn read(&self, offset: usize, bytes: &mut [u8]) {
        let end = offset.checked_add(bytes.len());
        assert!(
            end.is_some_and(|end| end <= self.mapping.len()),
            "the segment ends before"
        );
        // SAFETY: the range was checked. No reference to these bytes exists in this process, and the copy makes none:
        // whatever another one writes meanwhile, what arrives are bytes.
        unsafe {
            let from = self.mapping.start().add(offset).as_ptr();
            ptr::copy_nonoverlapping(from, bytes.as_mut_ptr(), bytes.len());
        }
    }
}

/// # Safety
/// The mapping begins with so many words, and lives for `'a`.
pub(super) unsafe fn words<'a>(mapping: &Mapping, count: usize) -> &'a [AtomicU64] {
    // SAFETY: the caller's promise; a mapping begins at a page.
    unsafe { slice::from_raw_parts(mapping.start().cast().as_ptr(), count) }
}

/// Where places begin behind so many words.
pub(super) fn words_end(words: usize) -> Option<usize> {
    words
        .checked_mul(size_of::<AtomicU64>())?
        .max(1)
        .checked_next_multiple_of(ALIGN)
}

impl fmt::Debug for ForeignSegment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ForeignSegment({} bytes)", self.mapping.len())
    }
}
