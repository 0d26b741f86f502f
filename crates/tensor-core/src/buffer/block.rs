//! Blocks: a header and room for elements behind it, in classes of size that are powers of two.

use std::alloc::{self, alloc_zeroed, dealloc};
use std::cell::Cell;
use std::ptr::{self, NonNull};
use std::sync::atomic::AtomicUsize;

use super::pages::{alignment, ask_for_large_pages};
use super::{home, segment};
use crate::dtype::DType;
use crate::layout::Layout;

/// The alignment of headers and elements, one cache line and one AVX-512 register.
pub(super) const ALIGN: usize = 64;
/// The smallest class, in bytes of elements: `64 << 0`.
const SMALLEST: usize = 64;
/// How many classes there are, a power of two; the largest that a machine has memory for is far below.
pub(super) const CLASSES: usize = 64;
/// What a block takes beside its elements: the header, and what is left free before it.
const OVERHEAD: usize = size_of::<Header>() + ALIGN;

/// How far a header is from the start of its allocation: up to a large page, if there are any.
#[cfg(target_pointer_width = "64")]
type Shift = u32;
#[cfg(not(target_pointer_width = "64"))]
type Shift = u8;

#[repr(C, align(64))]
pub(super) struct Header {
    pub(super) owners: AtomicUsize,
    /// Elements, not bytes.
    pub(super) len: usize,
    pub(super) dtype: DType,
    class: u8,
    /// The number of the thread's home that the block returns to.
    pub(super) home: u8,
    /// Bytes from the start of the allocation to the header.
    shift: Shift,
    /// The next free block of a list, while this one is free.
    pub(super) next: Cell<*mut Header>,
    /// How the elements lie for the array that the block was handed out for.
    pub(super) layout: Layout,
}

const _: () = assert!(
    size_of::<Header>() == 16 * size_of::<usize>(),
    "a header is two cache lines, one where addresses have 32 bits, so that the elements begin at one"
);

impl Header {
    fn new(class: u8, home: u8, shift: Shift) -> Self {
        Self {
            owners: AtomicUsize::new(1),
            len: 0,
            dtype: DType::F32,
            class,
            home,
            shift,
            next: Cell::new(ptr::null_mut()),
            layout: Layout::SCALAR,
        }
    }

    /// The class of size, less than [`CLASSES`].
    #[inline(always)]
    pub(super) fn class(&self) -> usize {
        usize::from(self.class) % CLASSES
    }

    /// All the bytes that the system gave for the block, but those before a large page, which nobody touches.
    #[inline(always)]
    pub(super) fn bytes(&self) -> usize {
        block_bytes(self.class)
    }
}

/// The class whose blocks have room for so many bytes of elements.
pub(super) fn class_of(bytes: usize) -> u8 {
    let beyond_the_first = bytes.saturating_sub(1) / SMALLEST;
    (usize::BITS - beyond_the_first.leading_zeros()) as u8
}

#[inline(always)]
fn block_bytes(class: u8) -> usize {
    (SMALLEST << class) + OVERHEAD
}

/// The system's layout of a block. Asking for 16 bytes of alignment and shifting by hand keeps `calloc`, whose large
/// blocks come zeroed from the operating system at no cost; over-aligned memory would be cleared by hand.
///
/// None if no memory is so large.
fn system_layout(class: u8) -> Option<alloc::Layout> {
    if u32::from(class) >= SMALLEST.leading_zeros() {
        return None;
    }
    alloc::Layout::from_size_align(system_bytes(class), 16).ok()
}

/// The bytes of a block, and what its elements may need to begin at a large page.
fn system_bytes(class: u8) -> usize {
    block_bytes(class) + alignment(SMALLEST << class) - ALIGN
}

/// A new block, its elements zeroed, for one owner; it will return to `home`. None if the system has no such memory.
#[cold]
pub(super) fn allocate(class: u8, home: u8) -> Option<NonNull<Header>> {
    let layout = system_layout(class)?;
    // SAFETY: the layout is not empty; the header is written within the block, at a multiple of its alignment.
    unsafe {
        let start = alloc_zeroed(layout);
        if start.is_null() {
            return None;
        }
        let elements = SMALLEST << class;
        let shift = start.add(size_of::<Header>()).align_offset(alignment(elements));
        ask_for_large_pages(start.add(shift + size_of::<Header>()), elements);
        let header = start.add(shift).cast::<Header>();
        header.write(Header::new(class, home, shift as Shift));
        Some(NonNull::new_unchecked(header))
    }
}

/// Writes the header of a block that a segment has set apart.
///
/// # Safety
/// There is room for a block of this class, which nobody else knows of, and a place of a segment is before it.
pub(super) unsafe fn write_reserved(header: NonNull<Header>, class: u8) {
    // SAFETY: the caller's promise.
    unsafe { header.write(Header::new(class, home::SEGMENT, 0)) }
}

/// Returns a block to the system, or to the segment that it is of.
///
/// # Safety
/// The caller holds the block alone, and it is on no list.
#[cold]
pub(super) unsafe fn release(block: NonNull<Header>) {
    // SAFETY: the caller holds the block.
    if unsafe { block.as_ref() }.home == home::SEGMENT {
        // SAFETY: blocks with this home are of segments, which live as long as any of theirs is held.
        return unsafe { segment::give_back(block) };
    }
    let header = block.as_ptr();
    // SAFETY: `allocate` made the block with this layout, `shift` bytes before the header, and nobody else sees it.
    unsafe {
        let (class, shift) = ((*header).class, (*header).shift);
        ptr::drop_in_place(&raw mut (*header).layout);
        // `allocate` found that this is a layout.
        let layout = alloc::Layout::from_size_align_unchecked(system_bytes(class), 16);
        dealloc(header.cast::<u8>().sub(shift as usize), layout);
    }
}

/// Free blocks, each pointing to the next, last in first out. Dropping the list returns them to the system.
pub(super) struct List {
    first: *mut Header,
}

impl List {
    pub(super) const EMPTY: List = List {
        first: ptr::null_mut(),
    };

    /// The list that begins with `first`.
    ///
    /// # Safety
    /// `first` and all blocks that it leads to are live, the last points to null, and nobody else holds them.
    pub(super) unsafe fn new(first: *mut Header) -> Self {
        Self { first }
    }

    /// Puts a block before the others.
    ///
    /// # Safety
    /// The caller holds the block alone, and from now on the list does.
    #[inline(always)]
    pub(super) unsafe fn push(&mut self, block: NonNull<Header>) {
        // SAFETY: the block is live.
        unsafe { block.as_ref() }.next.set(self.first);
        self.first = block.as_ptr();
    }

    /// Takes `block` out, if it is among the first.
    pub(super) fn take_out(&mut self, block: NonNull<Header>) -> bool {
        const FIRST: usize = 8;
        if self.first == block.as_ptr() {
            return self.next().is_some();
        }
        let mut before = self.first;
        for _ in 0..FIRST {
            // SAFETY: the blocks of a list are live, and null ends it.
            let Some(header) = (unsafe { before.as_ref() }) else {
                return false;
            };
            if header.next.get() == block.as_ptr() {
                // SAFETY: as above.
                header.next.set(unsafe { block.as_ref() }.next.get());
                return true;
            }
            before = header.next.get();
        }
        false
    }

    /// All the bytes that the system gave for the blocks.
    pub(super) fn bytes(&self) -> usize {
        let (mut bytes, mut block) = (0, self.first);
        // SAFETY: the blocks of a list are live, and null ends it.
        while let Some(header) = unsafe { block.as_ref() } {
            bytes += header.bytes();
            block = header.next.get();
        }
        bytes
    }
}

impl Iterator for List {
    type Item = NonNull<Header>;

    /// Takes out the first block: the caller holds it alone.
    #[inline(always)]
    fn next(&mut self) -> Option<NonNull<Header>> {
        let first = NonNull::new(self.first)?;
        // SAFETY: the blocks of a list are live.
        self.first = unsafe { first.as_ref() }.next.get();
        Some(first)
    }
}

impl Drop for List {
    fn drop(&mut self) {
        for block in self {
            // SAFETY: the list held the block alone.
            unsafe { release(block) }
        }
    }
}
