//! Homes: where blocks that died on another thread wait for the thread that made them.
//!
//! A thread that makes arrays for another, as a loader's worker does, would never meet its blocks again if each thread
//! kept what it drops: it would ask the system for every one, and the other would pile them up. So a block carries
//! the number of its maker's home, and whoever drops it elsewhere gives it back there; the maker looks there when its
//! own list is empty. Homes are static, so that a block can outlive its maker: the home is then closed, or already
//! another thread's, and both are safe to give to.

use std::ptr::{self, NonNull};
use std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};

use super::block::{Header, List};

/// The most that waits in one home, in bytes.
const WAITING: usize = 128 << 20;

/// The home that never opens. Blocks of threads that found no free home have it, and go back to the system.
pub(super) const NONE: u8 = 0;

/// The home of the blocks of segments, which is never open, so that they come to `release` and from there to their places.
pub(super) const SEGMENT: u8 = u8::MAX;

/// One for each value of `Header::home`: if more threads than that make arrays at once, the others have none.
static HOMES: [Home; 256] = [const { Home::new() }; 256];

/// A stack of blocks that any thread puts to, and one thread empties.
///
/// Nobody ever takes a single block, so a block can not leave and come back between the two steps of another taker,
/// which is what makes other lock-free stacks difficult (ABA). A giver that still finds the head that it saw puts the
/// right block beneath its own, whatever happened to that head in between.
#[repr(align(64))]
struct Home {
    /// The block given last, or [`EMPTY`]; null if the home is closed.
    head: AtomicPtr<Header>,
    /// The bytes of the blocks that wait, and of those that are just about to.
    bytes: AtomicUsize,
}

/// An open home without blocks. No block has this address, because blocks are aligned.
const EMPTY: *mut Header = ptr::without_provenance_mut(1);

impl Home {
    const fn new() -> Self {
        Self {
            head: AtomicPtr::new(ptr::null_mut()),
            bytes: AtomicUsize::new(0),
        }
    }

    /// Opens it, unless it is open.
    fn open(&self) -> bool {
        self.head
            .compare_exchange(ptr::null_mut(), EMPTY, Ordering::Relaxed, Ordering::Relaxed)
            .is_ok()
    }

    /// Puts a block on the stack; false if the home is closed or full.
    ///
    /// # Safety
    /// The caller holds the block alone, and no longer if the answer is true.
    unsafe fn give(&self, block: NonNull<Header>) -> bool {
        // SAFETY: the caller holds the block; `header` is not used once another may.
        let header = unsafe { block.as_ref() };
        let bytes = header.bytes();
        if self.bytes.fetch_add(bytes, Ordering::Relaxed) + bytes <= WAITING {
            let mut head = self.head.load(Ordering::Relaxed);
            while !head.is_null() {
                header
                    .next
                    .set(if head == EMPTY { ptr::null_mut() } else { head });
                // Release: what was written to the block, here and before, comes before what its next owner does. As
                // every change of the head is a read-modify-write, emptying sees all givers' writes, not the last's.
                match self.head.compare_exchange_weak(
                    head,
                    block.as_ptr(),
                    Ordering::Release,
                    Ordering::Relaxed,
                ) {
                    Ok(_) => return true,
                    Err(now) => head = now,
                }
            }
        }
        self.bytes.fetch_sub(bytes, Ordering::Relaxed);
        false
    }

    /// Takes out all blocks, and leaves `head`. Only the home's thread may.
    fn take_all(&self, head: *mut Header) -> List {
        let first = self.head.swap(head, Ordering::Acquire);
        let first = if first == EMPTY { ptr::null_mut() } else { first };
        // SAFETY: every block was put there by who held it alone, and points to the one that was there before, the
        // first to nothing; the swap took them from everybody else's sight.
        let blocks = unsafe { List::new(first) };
        self.bytes.fetch_sub(blocks.bytes(), Ordering::Relaxed);
        blocks
    }
}

/// A home for this thread, if one is free, else [`NONE`].
pub(super) fn open() -> u8 {
    let free = (1..SEGMENT).find(|home| HOMES[usize::from(*home)].open());
    free.unwrap_or(NONE)
}

/// Gives a block back to its home; false if the home is closed or full.
///
/// # Safety
/// The caller holds the block alone, and no longer if the answer is true.
pub(super) unsafe fn give(block: NonNull<Header>) -> bool {
    // SAFETY: the caller holds the block alone.
    unsafe {
        let home = block.as_ref().home;
        HOMES[usize::from(home)].give(block)
    }
}

/// The blocks that wait in the home of this thread.
pub(super) fn empty(home: u8) -> List {
    let home = &HOMES[usize::from(home)];
    let head = home.head.load(Ordering::Relaxed);
    if head == EMPTY || head.is_null() {
        List::EMPTY
    } else {
        home.take_all(EMPTY)
    }
}

/// Closes the home of this thread, and hands out what waits there.
pub(super) fn close(home: u8) -> List {
    HOMES[usize::from(home)].take_all(ptr::null_mut())
}
