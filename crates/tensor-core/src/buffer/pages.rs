//! Pages of 2 MiB for large blocks.
//!
//! A walk over a large array then misses a page's address 512 times less, which is worth a tenth to a third of its time;
//! and another process that reads the elements through the kernel, as MPI does, takes half as long.

use super::block::ALIGN;

/// A large page, and the bytes of elements from which on a block lies on such pages.
const PAGE: usize = 2 << 20;

/// Whether large pages are asked for: where addresses have 32 bits there is no room to align to them.
const ASKED: bool = cfg!(all(target_os = "linux", target_pointer_width = "64", not(miri)));

/// What the address of the elements of a block of so many bytes is a multiple of.
pub(super) const fn alignment(bytes: usize) -> usize {
    if ASKED && bytes >= PAGE { PAGE } else { ALIGN }
}

/// Asks Linux for large pages beneath the elements of a block, where it gives them only to who asks.
///
/// # Safety
/// `elements` begins so many bytes of a live allocation, at a multiple of [`alignment`].
pub(super) unsafe fn ask_for_large_pages(elements: *mut u8, bytes: usize) {
    #[cfg(all(target_os = "linux", target_pointer_width = "64", not(miri)))]
    if bytes >= PAGE {
        const MADV_HUGEPAGE: i32 = 14;
        unsafe extern "C" {
            fn madvise(start: *mut u8, bytes: usize, advice: i32) -> i32;
        }
        // SAFETY: the range is in the allocation, and the advice changes no byte of it. A refusal changes nothing.
        unsafe { madvise(elements, bytes / PAGE * PAGE, MADV_HUGEPAGE) };
    }
    #[cfg(not(all(target_os = "linux", target_pointer_width = "64", not(miri))))]
    let _ = (elements, bytes);
}
