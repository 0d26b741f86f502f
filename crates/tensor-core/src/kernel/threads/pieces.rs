//! How a loop over many elements is cut into pieces that threads share.

use std::marker::PhantomData;
use std::ops::Range;

use super::{for_each_chunk, for_each_chunk_of, num_threads};

/// The work that is worth a second thread, counted in additions of `f32` from the second cache: some 6 us. Less is
/// done before another core has noticed, or costs as much where the next operation fetches it from that core's cache.
const WORTH_SHARING: usize = 1 << 16;
/// The work of a piece: small enough that threads end together, large enough to be claimed at no cost that shows.
const PIECE: usize = WORTH_SHARING / 4;
/// The unit of pieces that begin and end anywhere: no two threads then write one cache line, whatever the type.
pub(crate) const LINE: usize = 64;

/// The product of sizes, as a measure of work; the most that can be said where it cannot be counted.
pub(crate) fn work<const N: usize>(sizes: [usize; N]) -> usize {
    sizes.into_iter().fold(1, usize::saturating_mul)
}

/// Whether `len` elements of `cost` additions are done sooner by one thread. [`fill`] asks this itself; small arrays
/// gain the nanoseconds of its closure where the kernel asks first.
#[inline(always)]
pub(crate) fn is_small(len: usize, cost: usize) -> bool {
    len.saturating_mul(cost) < WORTH_SHARING
}

/// Calls `body` with parts of `out`, and where in it each begins, until all of it is written: from several threads if
/// `out.len()` elements of `cost` additions are worth it. Parts are multiples of `unit` but for the last. Where the
/// cuts are depends on the number of threads, so an element must depend on its place alone.
#[inline]
pub(crate) fn fill<T: Send>(out: &mut [T], unit: usize, cost: usize, body: impl Fn(usize, &mut [T]) + Sync) {
    if !is_small(out.len(), cost) {
        let (len, out) = (out.len(), Pieces::new(out));
        share(len, unit, cost, &|range| {
            // SAFETY: the ranges are disjoint.
            body(range.start, unsafe { out.take(range) });
        });
    } else if !out.is_empty() {
        body(0, out);
    }
}

/// Calls `body` with ranges that cover `0..len`, as [`fill`] cuts.
#[inline]
pub(crate) fn for_each_piece(len: usize, unit: usize, cost: usize, body: impl Fn(Range<usize>) + Sync) {
    if !is_small(len, cost) {
        share(len, unit, cost, &body);
    } else if len > 0 {
        body(0..len);
    }
}

/// [`for_each_piece`] of what is worth it.
#[inline(never)]
fn share(len: usize, unit: usize, cost: usize, body: &(dyn Fn(Range<usize>) + Sync)) {
    let threads = num_threads();
    let work = len.saturating_mul(cost);
    let mut pieces = (work / PIECE).min(len.div_ceil(unit));
    if threads == 1 || pieces < 2 {
        return body(0..len);
    }
    if pieces > threads {
        // As many for each thread.
        pieces -= pieces % threads;
    }
    let size = len.div_ceil(pieces).next_multiple_of(unit);
    for_each_chunk_of(work, len.div_ceil(size), &|piece| {
        body(piece * size..((piece + 1) * size).min(len));
    });
}

/// Cuts `out` into pieces of `chunk` elements (the last may be shorter) and calls `body` with the place where each
/// begins and the piece itself, from several threads if the pool is free.
///
/// # Panics
///
/// As [`for_each_chunk`], and if `chunk` is 0.
pub(crate) fn split_mut<T: Send>(out: &mut [T], chunk: usize, body: impl Fn(usize, &mut [T]) + Sync) {
    assert!(
        chunk > 0,
        "split_mut: the chunk has 0 elements and must have at least 1."
    );
    if out.len() <= chunk {
        if !out.is_empty() {
            body(0, out);
        }
        return;
    }
    let (len, out) = (out.len(), Pieces::new(out));
    for_each_chunk(len.div_ceil(chunk), &|index| {
        let start = index * chunk;
        // SAFETY: `index` is given out once, so the piece overlaps no other.
        body(start, unsafe { out.take(start..(start + chunk).min(len)) });
    });
}

/// A slice whose pieces several threads write.
pub(crate) struct Pieces<'a, T> {
    start: *mut T,
    len: usize,
    slice: PhantomData<&'a mut [T]>,
}

// SAFETY: all that another thread can do is to take pieces, as `&mut [T]` that go to one taker each.
unsafe impl<T: Send> Sync for Pieces<'_, T> {}

impl<'a, T> Pieces<'a, T> {
    pub(crate) fn new(slice: &'a mut [T]) -> Self {
        Self {
            start: slice.as_mut_ptr(),
            len: slice.len(),
            slice: PhantomData,
        }
    }

    /// The elements in `range`.
    ///
    /// # Safety
    /// No two pieces that are in use at once overlap.
    ///
    /// # Panics
    /// If the slice ends before the range.
    pub(crate) unsafe fn take(&self, range: Range<usize>) -> &'a mut [T] {
        assert!(range.start <= range.end && range.end <= self.len);
        // SAFETY: the range is in the slice, which is borrowed mutably for `'a`, and nobody else uses this piece.
        unsafe { std::slice::from_raw_parts_mut(self.start.add(range.start), range.len()) }
    }
}
