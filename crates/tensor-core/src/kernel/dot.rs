//! The sum of the products of two short rows, inside of other kernels.

use super::simd::Arch;
use super::softmax::Row;

/// Accumulators: whole vectors of every instruction set.
const LANES: usize = 16;

/// The sum of `a[i] b[i]`, in the same order at every length of vectors.
#[inline(always)]
pub(super) fn dot<A: Arch, T: Row>(a: &[T], b: &[T]) -> T {
    let ((wide_a, a), (wide_b, b)) = (a.as_chunks::<LANES>(), b.as_chunks::<LANES>());
    let mut lanes = [T::ZERO; LANES];
    for (a, b) in wide_a.iter().zip(wide_b) {
        for i in 0..LANES {
            lanes[i] = a[i].fma::<A>(b[i], lanes[i]);
        }
    }
    for (lane, (a, b)) in lanes.iter_mut().zip(a.iter().zip(b)) {
        *lane = a.fma::<A>(*b, *lane);
    }
    T::sum(&lanes)
}
