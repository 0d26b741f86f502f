//! The channels of a batch side by side, and sums over its samples.

use std::ops::Range;

use crate::array::Array;
use crate::kernel::softmax::Row;
use crate::kernel::threads::for_each_piece;

/// What an element costs, in additions.
const COST: usize = 4;
/// Channels of one place that are worked on together: four cache lines of a sample.
pub(super) const STRIP: usize = 64;
/// Channels whose terms are summed together, in registers: four vectors of AVX2, and one where these are too many.
const BROAD: usize = 32;
/// Those of a rest, and of what goes element by element.
pub(super) const NARROW: usize = 8;
/// Samples whose terms are summed before their sum is joined with others.
const BLOCK: usize = 64;

/// How an array is read: `[samples, channels, places]`.
#[derive(Clone, Copy)]
pub(super) struct Columns {
    pub(super) samples: usize,
    pub(super) channels: usize,
    pub(super) places: usize,
}

impl Columns {
    #[track_caller]
    pub(super) fn of(x: &Array) -> Self {
        match *x.shape() {
            [samples, channels, ref places @ ..] => Self {
                samples,
                channels,
                places: places.iter().product(),
            },
            ref shape => panic!("batch_norm: an array of shape {shape:?} has no channels"),
        }
    }

    pub(super) fn count(&self) -> usize {
        self.samples * self.places
    }

    /// Calls `body` with ranges that cover the channels, from several threads if that is worth it.
    pub(super) fn each(&self, body: impl Fn(Range<usize>) + Sync) {
        let unit = if self.places == 1 { STRIP } else { 1 };
        for_each_piece(self.channels, unit, 2 * COST * self.count(), body);
    }

    /// Where the elements of a sample's channels `range` lie.
    #[inline(always)]
    pub(super) fn part(&self, sample: usize, range: &Range<usize>) -> Range<usize> {
        let first = sample * self.channels;
        (first + range.start) * self.places..(first + range.end) * self.places
    }

    /// For each channel of a strip, all of one place, the sums of `terms(a, b, shift)` over the samples.
    #[inline(always)]
    pub(super) fn sums<T: Row, const N: usize>(
        &self,
        strip: &Range<usize>,
        given: [&[T]; 2],
        shifts: &[T; STRIP],
        terms: impl Fn(T, T, T) -> [T; N],
    ) -> [[T; STRIP]; N] {
        let mut sums = [[T::ZERO; STRIP]; N];
        let whole = strip.len() - strip.len() % BROAD;
        let broad = strip.start..strip.start + whole;
        self.add::<T, BROAD, N>(
            broad,
            given,
            shifts,
            &terms,
            sums.each_mut().map(|sums| &mut sums[..]),
        );
        let rest = strip.start + whole..strip.end;
        let sums_of_rest = sums.each_mut().map(|sums| &mut sums[whole..]);
        self.add::<T, NARROW, N>(rest, given, &shifts[whole..], &terms, sums_of_rest);
        sums
    }

    /// Adds those of some channels, `WIDTH` at a time, which stay in registers.
    #[inline(always)]
    fn add<T: Row, const WIDTH: usize, const N: usize>(
        &self,
        channels: Range<usize>,
        [a, b]: [&[T]; 2],
        shifts: &[T],
        terms: impl Fn(T, T, T) -> [T; N],
        sums: [&mut [T]; N],
    ) {
        let parts = channels.len().div_ceil(WIDTH);
        for (part, shifts) in shifts.as_chunks::<WIDTH>().0.iter().enumerate().take(parts) {
            let first = channels.start + part * WIDTH;
            let width = WIDTH.min(channels.end - first);
            for block in (0..self.samples).step_by(BLOCK) {
                let mut own = [[T::ZERO; WIDTH]; N];
                for sample in block..(block + BLOCK).min(self.samples) {
                    let start = sample * self.channels + first;
                    let (a, b) = (
                        padded::<T, WIDTH>(&a[start..][..width]),
                        padded::<T, WIDTH>(&b[start..][..width]),
                    );
                    for i in 0..WIDTH {
                        let terms = terms(a[i], b[i], shifts[i]);
                        for n in 0..N {
                            own[n][i] = own[n][i] + terms[n];
                        }
                    }
                }
                for n in 0..N {
                    let sums = &mut sums[n].as_chunks_mut::<WIDTH>().0[part];
                    for i in 0..WIDTH {
                        sums[i] = sums[i] + own[n][i];
                    }
                }
            }
        }
    }
}

/// A whole vector of channels, the last of which may not be there.
#[inline(always)]
fn padded<T: Row, const WIDTH: usize>(x: &[T]) -> [T; WIDTH] {
    match x.first_chunk() {
        Some(x) => *x,
        None => {
            let mut padded = [T::ZERO; WIDTH];
            padded[..x.len()].copy_from_slice(x);
            padded
        }
    }
}
