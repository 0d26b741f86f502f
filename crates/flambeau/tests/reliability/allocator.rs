//! The allocator of these tests: it can refuse a request, and counts what is in use.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

/// More than that at once is always refused: no test needs it, and what hostile sizes ask for is not to be taken.
const MOST: usize = 1 << 30;

/// The system's allocator, but for what is refused.
pub(crate) struct Refusing;

thread_local! {
    /// What this thread has taken, less what it has given back.
    static IN_USE: Cell<isize> = const { Cell::new(0) };
    /// How many requests of this thread are granted before one is refused; none is if that is not set.
    static GRANTED: Cell<Option<usize>> = const { Cell::new(None) };
    /// The size of the request that was refused.
    static REFUSED: Cell<Option<usize>> = const { Cell::new(None) };
}

/// Runs `f`, in which request number `nth` of this thread for memory of elements, views or working space is refused.
/// The size of that request, if there were so many.
pub(crate) fn refusing<R>(nth: usize, f: impl FnOnce() -> R) -> (R, Option<usize>) {
    REFUSED.set(None);
    GRANTED.set(Some(nth));
    let result = f();
    GRANTED.set(None);
    (result, REFUSED.take())
}

/// The bytes that this thread has taken and not given back.
pub(crate) fn in_use() -> isize {
    IN_USE.get()
}

/// Whether a request is refused. Only those are that grow with what a program computes: blocks and lines of cache, which
/// alone are aligned to 16 bytes or more, and long lists. Where the nodes of a graph or a message find no memory, the
/// standard library ends the process.
fn refuses(layout: Layout) -> bool {
    if layout.size() > MOST {
        return true;
    }
    if layout.align() < 16 && layout.size() < 4096 {
        return false;
    }
    match GRANTED.get() {
        None => false,
        Some(0) => {
            GRANTED.set(None);
            REFUSED.set(Some(layout.size()));
            true
        }
        Some(left) => {
            GRANTED.set(Some(left - 1));
            false
        }
    }
}

/// Counts what the system gave, if it did.
fn counted(block: *mut u8, layout: Layout) -> *mut u8 {
    if !block.is_null() {
        IN_USE.set(IN_USE.get() + layout.size() as isize);
    }
    block
}

// SAFETY: every request that is not refused is the system's, and a null pointer is the answer to one that is.
unsafe impl GlobalAlloc for Refusing {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if refuses(layout) {
            return std::ptr::null_mut();
        }
        // SAFETY: the caller's promise.
        counted(unsafe { System.alloc(layout) }, layout)
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if refuses(layout) {
            return std::ptr::null_mut();
        }
        // SAFETY: the caller's promise.
        counted(unsafe { System.alloc_zeroed(layout) }, layout)
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        IN_USE.set(IN_USE.get() - layout.size() as isize);
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(block, layout) }
    }
}
