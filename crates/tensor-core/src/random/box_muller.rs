//! Many normal numbers at once: the transform of G. E. P. Box and M. E. Muller (1958) on blocks of 16.

use super::sample::Float;
use super::stream::{CHUNK, Stream};
use crate::kernel::simd::{Arch, Kernel, Level, dispatch};

/// Eight pairs of uniform numbers become eight pairs of normal ones: number `j` is paired with number `j + 8`.
pub(super) const BLOCK: usize = 16;
const HALF: usize = BLOCK / 2;

/// Fills `out`, at least one block, with normal numbers. An incomplete last block is made complete by drawing the last
/// 16 numbers of the slice anew, as PyTorch does.
pub(super) fn fill<T: Float>(stream: &mut Stream, out: &mut [T], mean: T, std: T) {
    for chunk in out.chunks_mut(CHUNK) {
        T::fill_unit(stream, chunk);
        dispatch(BoxMuller {
            blocks: chunk.as_chunks_mut().0,
            mean,
            std,
        });
    }
    if !out.len().is_multiple_of(BLOCK)
        && let Some(last) = out.last_chunk_mut::<BLOCK>()
    {
        T::fill_unit(stream, last);
        dispatch(BoxMuller {
            blocks: std::slice::from_mut(last),
            mean,
            std,
        });
    }
}

struct BoxMuller<'a, T> {
    blocks: &'a mut [[T; BLOCK]],
    mean: T,
    std: T,
}

impl<T: Float> Kernel for BoxMuller<'_, T> {
    const BEST: Level = Level::Avx2;
    type Output = ();

    #[inline(always)]
    fn run<A: Arch>(self, _: A) {
        for block in self.blocks {
            let (first, second) = block.split_at_mut(HALF);
            for (x, y) in first.iter_mut().zip(second) {
                let radius = (T::MINUS_TWO * (T::ONE - *x).ln()).sqrt();
                let (sin, cos) = (T::TAU * *y).sin_cos();
                *x = (radius * cos).mul_add(self.std, self.mean);
                *y = (radius * sin).mul_add(self.std, self.mean);
            }
        }
    }
}
