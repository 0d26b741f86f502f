//! Copies of A and B in the order in which the register tile reads them.

use crate::kernel::vector::{Pointers, Transpose};

/// What is to be packed: `streams` rows of A or columns of B, `stream_stride` apart, of `k` elements each, `k_stride`
/// apart.
#[derive(Clone, Copy)]
pub(in crate::kernel) struct Streams<T> {
    pub(in crate::kernel) from: *const T,
    pub(in crate::kernel) streams: usize,
    pub(in crate::kernel) stream_stride: usize,
    pub(in crate::kernel) k: usize,
    pub(in crate::kernel) k_stride: usize,
}

/// Writes for each of the `k` steps one element of every stream, side by side; steps are `width` apart in `to`.
///
/// # Safety
///
/// The machine has the instructions of `V`. All elements that `source` names can be read. At `to` there is room for
/// `k * width` elements and one more vector: what lies behind the last stream of a step is overwritten arbitrarily.
#[inline(always)]
pub(in crate::kernel) unsafe fn pack<V: Transpose>(
    source: Streams<V::Scalar>,
    to: *mut V::Scalar,
    width: usize,
) {
    let Streams {
        from,
        streams,
        stream_stride,
        k,
        k_stride,
    } = source;
    // SAFETY: the caller's promise.
    unsafe {
        if stream_stride == 1 {
            copy::<V>(source, to, width);
        } else if k_stride == 1 {
            transpose::<V>(source, to, width);
        } else {
            for p in 0..k {
                for stream in 0..streams {
                    *to.add(p * width + stream) = *from.add(stream * stream_stride + p * k_stride);
                }
            }
        }
    }
}

/// The streams lie side by side: each step is one run of elements.
///
/// # Safety
///
/// As [`pack`].
#[inline(always)]
unsafe fn copy<V: Transpose>(source: Streams<V::Scalar>, to: *mut V::Scalar, width: usize) {
    let Streams {
        from,
        streams,
        k,
        k_stride,
        ..
    } = source;
    // From the last vector to the first: what a vector writes behind its streams may be the next step's first.
    for first in (0..streams).step_by(V::LANES).rev() {
        // SAFETY: the caller's promise; lanes behind the last stream are not read.
        unsafe {
            let (from, to) = (from.add(first), to.add(first));
            if streams - first >= V::LANES {
                for p in 0..k {
                    V::load(from.add(p * k_stride)).store(to.add(p * width));
                }
            } else {
                let mask = V::mask(streams - first);
                for p in 0..k {
                    V::load_masked(from.add(p * k_stride), mask).store(to.add(p * width));
                }
            }
        }
    }
}

/// Each stream is one run of elements.
///
/// # Safety
///
/// As [`pack`].
#[inline(always)]
unsafe fn transpose<V: Transpose>(source: Streams<V::Scalar>, to: *mut V::Scalar, width: usize) {
    let Streams {
        from,
        streams,
        stream_stride,
        k,
        ..
    } = source;
    // From the last vector to the first, as in `copy`.
    for first in (0..streams).step_by(V::LANES).rev() {
        // SAFETY: the caller's promise.
        unsafe {
            // Lanes without a stream of their own repeat the last one.
            let pointers: Pointers<V::Scalar> =
                std::array::from_fn(|lane| from.add((first + lane).min(streams - 1) * stream_stride));
            let to = to.add(first);
            let whole = k - k % V::DEPTH;
            for p in (0..whole).step_by(V::DEPTH) {
                V::transpose(&pointers, p, V::DEPTH, to.add(p * width), width);
            }
            if whole < k {
                V::transpose(&pointers, whole, k - whole, to.add(whole * width), width);
            }
        }
    }
}
