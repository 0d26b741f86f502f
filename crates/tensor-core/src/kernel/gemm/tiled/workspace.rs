//! Memory for packed matrices: kept per thread from call to call, aligned to cache lines.

use std::cell::Cell;
use std::thread::LocalKey;

use crate::scratch;

/// One cache line.
#[derive(Clone, Copy)]
#[repr(align(64))]
pub(in crate::kernel) struct Line {
    _bytes: [u8; 64],
}

thread_local! {
    /// The panel of B that this thread is multiplying with.
    pub(in crate::kernel) static PANEL: Cell<Vec<Line>> = const { Cell::new(Vec::new()) };
    /// What this thread has packed for all that take part in its product.
    pub(in crate::kernel) static SHARED: Cell<Vec<Line>> = const { Cell::new(Vec::new()) };
    /// The image that this thread is moving windows over, with its border.
    pub(in crate::kernel) static COPY: Cell<Vec<Line>> = const { Cell::new(Vec::new()) };
    /// Sums that this thread is to add up.
    pub(in crate::kernel) static SUMS: Cell<Vec<Line>> = const { Cell::new(Vec::new()) };
}

/// Runs `body` with the address of `len` elements that hold arbitrary numbers.
pub(in crate::kernel) fn with<T: Copy, R>(
    place: &'static LocalKey<Cell<Vec<Line>>>,
    len: usize,
    body: impl FnOnce(*mut T) -> R,
) -> R {
    // More than an address can count is refused with all that is too much.
    let lines = len.saturating_mul(size_of::<T>()).div_ceil(size_of::<Line>());
    // Taken out, not borrowed: a call from inside `body` would find an empty one and make its own. So does one while the
    // thread is ending and has lost its own.
    let mut memory = place.try_with(Cell::take).unwrap_or_default();
    if memory.len() < lines {
        memory.clear();
        scratch::resize(&mut memory, lines, Line { _bytes: [0; 64] });
    }
    let result = body(memory.as_mut_ptr().cast());
    let _ = place.try_with(|place| place.set(memory));
    result
}
