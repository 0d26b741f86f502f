//! Memory for packed matrices: kept per thread from call to call, aligned to cache lines.

use std::cell::Cell;
use std::thread::LocalKey;

/// One cache line.
#[derive(Clone, Copy)]
#[repr(align(64))]
pub(super) struct Line {
    _bytes: [u8; 64],
}

thread_local! {
    /// The panel of B that this thread is multiplying with.
    pub(super) static PANEL: Cell<Vec<Line>> = const { Cell::new(Vec::new()) };
    /// What this thread has packed for all that take part in its product.
    pub(super) static SHARED: Cell<Vec<Line>> = const { Cell::new(Vec::new()) };
}

/// Runs `body` with the address of `len` elements that hold arbitrary numbers.
pub(super) fn with<T: super::Scalar, R>(
    place: &'static LocalKey<Cell<Vec<Line>>>,
    len: usize,
    body: impl FnOnce(*mut T) -> R,
) -> R {
    let lines = (len * size_of::<T>()).div_ceil(size_of::<Line>());
    // Taken out, not borrowed: a call from inside `body` would find an empty one and make its own.
    let mut memory = place.take();
    if memory.len() < lines {
        memory.resize(lines, Line { _bytes: [0; 64] });
    }
    let result = body(memory.as_mut_ptr().cast());
    place.set(memory);
    result
}
