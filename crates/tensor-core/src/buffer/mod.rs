//! Recycled buffers: the memory beneath every array.
//!
//! A [`Buffer`] is one pointer to one 64-byte-aligned block: a header with its count of owners and the layout of the
//! array that it was made for, then the elements ([`block`]). Freed blocks are kept per thread, by power-of-two size,
//! last in first out, so that a training step after the first allocates nothing ([`pool`]). A block that dies on
//! another thread returns to the one that made it ([`home`]).
//!
//! Memory is zeroed when it comes from the system, so a block that is handed out again always holds initialised
//! bytes; every bit pattern is a valid number, and for `bool`, where it is not, the block is cleared.
//!
//! A block can also be one of a [`segment`] that other processes read, set apart for one array at a time.

mod block;
mod bytes;
mod foreign;
mod home;
mod mapping;
mod pages;
mod pool;
mod segment;

pub use self::foreign::ForeignSegment;
pub use self::pool::{release_memory, set_kept_memory};
pub use self::segment::{SharedPlace, SharedSegment};

use std::ptr::{self, NonNull};
use std::slice;
use std::sync::atomic::{AtomicUsize, Ordering};

use self::block::{Header, class_of};
use crate::dtype::{DType, Element};
use crate::error::Error;
use crate::layout::Layout;
use crate::meter;
use crate::shape::{MOST, numel, uncountable};

/// A shared, fixed-length run of elements of one type.
pub(crate) struct Buffer {
    header: NonNull<Header>,
}

// SAFETY: the elements are plain data; shared access is read-only, mutable access needs the only owner, and the
// count of owners is atomic.
unsafe impl Send for Buffer {}
// SAFETY: as above.
unsafe impl Sync for Buffer {}

// A panic in the middle of a write leaves numbers, whatever they are: nothing else can be observed half-done.
impl std::panic::UnwindSafe for Buffer {}
impl std::panic::RefUnwindSafe for Buffer {}

impl Buffer {
    /// A buffer for a contiguous array of this shape with unspecified values (for `Bool`: false), to be overwritten.
    ///
    /// # Panics
    /// If there are more bytes than an address can count, or than the system gives.
    #[inline(always)]
    #[track_caller]
    pub(crate) fn new(dtype: DType, shape: &[usize]) -> Self {
        match Self::given(dtype, shape) {
            Some(buffer) => buffer,
            None => no_memory(dtype, shape).raise(),
        }
    }

    /// As [`new`](Self::new).
    ///
    /// # Errors
    /// Where `new` panics.
    pub(crate) fn try_new(dtype: DType, shape: &[usize]) -> Result<Self, Error> {
        Self::given(dtype, shape).ok_or_else(|| no_memory(dtype, shape))
    }

    /// As [`new`](Self::new), or none where it panics.
    fn given(dtype: DType, shape: &[usize]) -> Option<Self> {
        let (len, bytes) = len_and_bytes(dtype, shape)?;
        meter::asked(bytes);
        let mut buffer = Self::of_class(class_of(bytes), dtype, len)?;
        // SAFETY: the block was just taken: this is its only owner.
        let header = unsafe { buffer.header.as_mut() };
        header.layout.set_contiguous(shape);
        if dtype == DType::Bool {
            // SAFETY: the block has room for so many bytes behind its header.
            unsafe { ptr::write_bytes(buffer.elements::<u8>(), 0, bytes) }
        }
        Some(buffer)
    }

    /// A buffer without elements that carries the layout of a view, so that views are recycled as elements are.
    #[track_caller]
    pub(crate) fn for_view(layout: Layout) -> Self {
        let Some(mut buffer) = Self::of_class(0, DType::F32, 0) else {
            no_memory(DType::F32, &[]).raise();
        };
        // SAFETY: as above.
        unsafe { buffer.header.as_mut() }.layout = layout;
        buffer
    }

    /// A block for `len` elements, whose layout is still that of its last use; none if the system gives none.
    #[inline(always)]
    fn of_class(class: u8, dtype: DType, len: usize) -> Option<Self> {
        let mut header = pool::take(class)?;
        // SAFETY: `header` points to a live block that nobody else holds.
        let block = unsafe { header.as_mut() };
        block.owners = AtomicUsize::new(1);
        block.len = len;
        block.dtype = dtype;
        Some(Self { header })
    }

    /// The number of elements.
    #[inline(always)]
    pub(crate) fn len(&self) -> usize {
        self.header().len
    }

    /// How the elements lie for the array that the buffer was made for, or how a view reads another buffer.
    #[inline(always)]
    pub(crate) fn layout(&self) -> &Layout {
        &self.header().layout
    }

    /// The type of the elements.
    #[inline(always)]
    pub(crate) fn dtype(&self) -> DType {
        self.header().dtype
    }

    /// The elements.
    ///
    /// # Panics
    /// If they are not of type `T`.
    #[inline(always)]
    pub(crate) fn as_slice<T: Element>(&self) -> &[T] {
        self.expect::<T>();
        // SAFETY: the block holds `len` initialised elements of `T` after its header (checked above), and while
        // `self` is borrowed nobody can hold it mutably.
        unsafe { slice::from_raw_parts(self.elements::<T>(), self.len()) }
    }

    /// The elements, to be written, if this is the only owner.
    #[inline(always)]
    pub(crate) fn as_mut_slice<T: Element>(&mut self) -> Option<&mut [T]> {
        self.expect::<T>();
        if !self.is_unique() {
            return None;
        }
        // SAFETY: as in `as_slice`; this is the only owner and it is borrowed mutably.
        Some(unsafe { slice::from_raw_parts_mut(self.elements::<T>(), self.len()) })
    }

    /// The elements as numbers of their width, for what only moves them.
    ///
    /// # Panics
    /// If `T` is not as wide, or one of both is bool and the other is not.
    #[inline(always)]
    pub(crate) fn as_words<T: Element>(&self) -> &[T] {
        self.expect_words::<T>();
        // SAFETY: as in `as_slice`; every bit pattern is a valid word, and bool was checked to be read as itself.
        unsafe { std::slice::from_raw_parts(self.header.as_ptr().add(1).cast::<T>(), self.header().len) }
    }

    /// The elements as numbers of their width, to be written, if this is the only owner.
    ///
    /// # Panics
    /// As [`as_words`](Self::as_words).
    #[inline(always)]
    pub(crate) fn as_mut_words<T: Element>(&mut self) -> Option<&mut [T]> {
        self.expect_words::<T>();
        if !self.is_unique() {
            return None;
        }
        // SAFETY: as in `as_words`; every bit pattern is a valid element, and this is the only owner.
        Some(unsafe {
            std::slice::from_raw_parts_mut(self.header.as_ptr().add(1).cast::<T>(), self.header().len)
        })
    }

    /// The bytes of the elements.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        let bytes = self.header().len * self.dtype().size();
        // SAFETY: the block holds so many initialised bytes after its header; elements have no padding.
        unsafe { std::slice::from_raw_parts(self.header.as_ptr().add(1).cast::<u8>(), bytes) }
    }

    /// The bytes of the elements, to be written, if this is the only owner.
    ///
    /// # Panics
    /// If the elements are bool, whose bytes may not hold everything.
    pub(crate) fn as_mut_bytes(&mut self) -> Option<&mut [u8]> {
        assert!(self.dtype() != DType::Bool, "bytes of bool are not to be written");
        if !self.is_unique() {
            return None;
        }
        let bytes = self.header().len * self.dtype().size();
        // SAFETY: as in `as_bytes`; every bit pattern is a valid number, and this is the only owner.
        Some(unsafe { std::slice::from_raw_parts_mut(self.header.as_ptr().add(1).cast::<u8>(), bytes) })
    }

    /// Whether nobody else holds the elements.
    #[inline(always)]
    pub(crate) fn is_unique(&self) -> bool {
        // Acquire: the writes of an owner that has just let go come before ours.
        self.header().owners.load(Ordering::Acquire) == 1
    }

    /// Whether both are the same memory.
    #[inline]
    pub(crate) fn is_same(&self, other: &Buffer) -> bool {
        self.header == other.header
    }

    #[inline(always)]
    fn expect<T: Element>(&self) {
        let dtype = self.dtype();
        assert!(dtype == T::DTYPE, "the elements are {dtype}, not {}", T::DTYPE);
    }

    /// Where the elements begin.
    #[inline(always)]
    fn elements<T>(&self) -> *mut T {
        // SAFETY: they lie behind the header, in the same block.
        unsafe { self.header.as_ptr().add(1).cast() }
    }

    #[inline(always)]
    fn expect_words<T: Element>(&self) {
        let (dtype, word) = (self.dtype(), T::DTYPE);
        assert!(
            dtype.width() == word.width(),
            "elements of {dtype} are not moved as {word}"
        );
    }

    #[inline(always)]
    fn header(&self) -> &Header {
        // SAFETY: the header lives as long as any owner.
        unsafe { self.header.as_ref() }
    }
}

/// How many elements and bytes an array of this shape has, if an address can count them.
#[inline(always)]
pub(crate) fn len_and_bytes(dtype: DType, shape: &[usize]) -> Option<(usize, usize)> {
    let len = match *shape {
        [size] => size,
        [rows, columns] => rows.checked_mul(columns)?,
        _ => shape
            .iter()
            .try_fold(1, |len: usize, size| len.checked_mul(*size))?,
    };
    // One comparison for nearly every array: 0 wraps to the largest.
    if len.wrapping_sub(1) >= MOST {
        numel(shape)?;
    }
    Some((len, len * dtype.size()))
}

/// Why there is no buffer for an array of this shape.
#[cold]
fn no_memory(dtype: DType, shape: &[usize]) -> Error {
    match len_and_bytes(dtype, shape) {
        Some((_, bytes)) => Error::memory(format_args!("a {dtype} array of shape {shape:?}"), bytes),
        None => uncountable(shape),
    }
}

impl Clone for Buffer {
    #[inline(always)]
    fn clone(&self) -> Self {
        // Relaxed, as in `Arc`: a new owner is made from an existing one, which keeps the block alive.
        self.header().owners.fetch_add(1, Ordering::Relaxed);
        Self { header: self.header }
    }
}

impl Drop for Buffer {
    #[inline(always)]
    fn drop(&mut self) {
        // A sole owner needs no read-modify-write: nobody else can be changing the count.
        if self.header().owners.load(Ordering::Acquire) != 1 {
            if self.header().owners.fetch_sub(1, Ordering::Release) != 1 {
                return;
            }
            // What the other owners have done comes before. A fence would do, but ThreadSanitizer knows none.
            self.header().owners.load(Ordering::Acquire);
        }
        // SAFETY: this was the last owner.
        unsafe { pool::keep(self.header) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_aligned_and_typed() {
        for len in [0, 1, 15, 16, 17, 1000] {
            let mut buffer = Buffer::new(DType::F32, &[len]);
            let slice = buffer.as_mut_slice::<f32>().expect("a new buffer has one owner");
            assert_eq!(slice.len(), len);
            assert_eq!(slice.as_ptr() as usize % block::ALIGN, 0);
            slice.fill(1.0);
            assert!(buffer.as_slice::<f32>().iter().all(|x| *x == 1.0));
        }
    }

    #[test]
    fn a_large_buffer_begins_at_a_large_page() {
        for (len, multiple) in [
            (262_144, block::ALIGN),
            (262_145, pages::alignment(2 << 20)),
            (1 << 20, pages::alignment(4 << 20)),
        ] {
            let mut buffer = Buffer::new(DType::F32, &[len]);
            let slice = buffer.as_mut_slice::<f32>().expect("a new buffer has one owner");
            assert_eq!(slice.as_ptr() as usize % multiple, 0);
            slice.fill(1.0);
        }
        super::release_memory();
    }

    #[test]
    fn a_shared_buffer_is_not_writable() {
        let mut buffer = Buffer::new(DType::I64, &[3]);
        let other = buffer.clone();
        assert!(buffer.as_mut_slice::<i64>().is_none());
        drop(other);
        assert!(buffer.as_mut_slice::<i64>().is_some());
    }

    #[test]
    fn the_last_freed_is_the_first_reused() {
        let first = Buffer::new(DType::F32, &[100]);
        let address = first.as_slice::<f32>().as_ptr();
        drop(first);
        assert_eq!(
            Buffer::new(DType::I64, &[50]).as_slice::<i64>().as_ptr().cast(),
            address
        );
    }

    #[test]
    fn a_recycled_bool_buffer_is_false() {
        let mut bytes = Buffer::new(DType::I64, &[8]);
        bytes.as_mut_slice::<i64>().expect("one owner").fill(-1);
        drop(bytes);
        assert!(
            Buffer::new(DType::Bool, &[64])
                .as_slice::<bool>()
                .iter()
                .all(|x| !x)
        );
    }

    #[test]
    fn a_buffer_may_die_in_another_thread() {
        let buffer = Buffer::new(DType::F64, &[1000]);
        std::thread::spawn(move || drop(buffer)).join().expect("no panic");
    }

    #[test]
    #[should_panic(expected = "the elements are float32, not int64")]
    fn another_type_is_refused() {
        let _ = Buffer::new(DType::F32, &[1]).as_slice::<i64>();
    }
}
