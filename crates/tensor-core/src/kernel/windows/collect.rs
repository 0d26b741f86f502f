//! What windows give back to the elements that they see: each element sums it.

use std::ops::Range;

use smallvec::SmallVec;

use crate::kernel::vector::{Lane, Lanes, Loop, MOST_LANES, Vector};
use crate::scratch;
use crate::shape::Windows;

/// The taps and output places that see each place of the input in one dimension.
struct Reached {
    /// Where the pairs of each place begin, and where the last ones end.
    starts: SmallVec<[u32; 66]>,
    /// Tap and output place.
    pairs: SmallVec<[[u32; 2]; 128]>,
}

impl Reached {
    fn new(windows: &Windows, dim: usize) -> Self {
        let mut reached = Self {
            starts: scratch::small(windows.input[dim] + 1),
            pairs: scratch::small(windows.kernel[dim].saturating_mul(windows.output[dim])),
        };
        let (stride, dilation) = (windows.stride[dim], windows.dilation[dim]);
        for place in 0..windows.input[dim] {
            reached.starts.push(reached.pairs.len() as u32);
            for tap in 0..windows.kernel[dim] {
                let Some(at) = (place + windows.before[dim]).checked_sub(tap * dilation) else {
                    break;
                };
                if at.is_multiple_of(stride) && at / stride < windows.output[dim] {
                    reached.pairs.push([tap as u32, (at / stride) as u32]);
                }
            }
        }
        reached.starts.push(reached.pairs.len() as u32);
        reached
    }

    #[inline(always)]
    fn of(&self, place: usize) -> &[[u32; 2]] {
        &self.pairs[self.starts[place] as usize..self.starts[place + 1] as usize]
    }
}

/// How the elements of a channel collect what windows give them.
pub(in crate::kernel) struct Collector<'a> {
    windows: &'a Windows,
    depth: Reached,
    height: Reached,
}

impl<'a> Collector<'a> {
    pub(in crate::kernel) fn new(windows: &'a Windows) -> Self {
        Self {
            windows,
            depth: Reached::new(windows, 0),
            height: Reached::new(windows, 1),
        }
    }

    /// How much room beside the channel it takes to collect it.
    pub(in crate::kernel) fn room(&self) -> usize {
        let ([depth, height, _], stride) = (self.windows.input, self.windows.stride[2]);
        if stride == 1 {
            0
        } else {
            stride * depth * height * self.pitch()
        }
    }

    /// From one line of a phase to the next, in whole registers.
    fn pitch(&self) -> usize {
        self.windows.input[2]
            .div_ceil(self.windows.stride[2])
            .next_multiple_of(MOST_LANES)
    }
}

/// What windows give back to a channel: rows of one element for each window.
#[derive(Clone, Copy)]
pub(in crate::kernel) enum Given<T> {
    /// To each tap another row.
    Rows,
    /// Some rows, each times these weights, of which a row has one for each tap. They are the same for all channels.
    Weighted { rows: usize, weights: *const T },
}

/// Collects channels that lie one after the other, as does what they are given.
pub(in crate::kernel) struct Collect<'a, T> {
    pub(in crate::kernel) collector: &'a Collector<'a>,
    pub(in crate::kernel) channels: usize,
    pub(in crate::kernel) given: Given<T>,
    pub(in crate::kernel) from: *const T,
    /// What the sums of each channel begin with, if not 0.
    pub(in crate::kernel) bias: Option<*const T>,
    pub(in crate::kernel) to: *mut T,
    /// As much room as [`Collector::room`] says.
    pub(in crate::kernel) room: *mut T,
}

/// The taps of a line of a window that one register of elements collects from, and how far what each gives is from what the first
/// tap gives to the window at the first place.
struct Line<V: Vector> {
    taps: [(usize, isize, V::Mask); MOST_TAPS],
    count: usize,
}

/// How many taps of a line are collected at once.
const MOST_TAPS: usize = 8;
/// Channels are collected together while what windows give them has so many elements, which the first cache holds.
const TOGETHER: usize = 4096;

impl<T: Lane> Loop<T> for Collect<'_, T> {
    type Output = ();

    #[inline(always)]
    unsafe fn run<V: Lanes<Scalar = T>>(self) {
        let Windows {
            input: [depth, height, width],
            stride: [.., stride],
            ..
        } = *self.collector.windows;
        // SAFETY: the caller's promise.
        unsafe {
            if stride == 1 {
                let together = (TOGETHER / self.given()).max(1);
                for first in (0..self.channels).step_by(together) {
                    let channels = first..(first + together).min(self.channels);
                    let to = self.to.add(first * depth * height * width);
                    self.phase::<V>(0, width, channels, to, width);
                }
                return;
            }
            // Elements that the same taps see are contiguous in their phase.
            let pitch = self.collector.pitch();
            let plane = depth * height * pitch;
            for channel in 0..self.channels {
                for phase in 0..stride {
                    let len = width.saturating_sub(phase).div_ceil(stride);
                    let to = self.room.add(phase * plane);
                    self.phase::<V>(phase, len, channel..channel + 1, to, pitch);
                }
                let to = self.to.add(channel * depth * height * width);
                for line in 0..depth * height {
                    let (from, to) = (self.room.add(line * pitch), to.add(line * width));
                    interleave::<V>(from, plane, stride, to, width);
                }
            }
        }
    }
}

impl<T: Lane> Collect<'_, T> {
    /// How many elements windows give to a channel.
    #[inline(always)]
    fn given(&self) -> usize {
        let windows = self.collector.windows;
        let rows = match self.given {
            Given::Rows => windows.taps(),
            Given::Weighted { rows, .. } => rows,
        };
        rows * windows.area()
    }

    /// Collects the `len` elements of each line of some channels that are in one phase of the windows' steps.
    ///
    /// # Safety
    ///
    /// The machine has the instructions of `V`, and there is room at `to`, whose lines are `pitch` apart.
    #[inline(always)]
    unsafe fn phase<V: Lanes<Scalar = T>>(
        &self,
        phase: usize,
        len: usize,
        channels: Range<usize>,
        to: *mut T,
        pitch: usize,
    ) {
        let windows = self.collector.windows;
        for first in (0..len).step_by(V::LANES) {
            let mut next_tap = 0;
            while next_tap < windows.kernel[2] {
                let is_first = next_tap == 0;
                // SAFETY: the caller's promise.
                unsafe {
                    let line = self.line::<V>(phase, first, &mut next_tap);
                    let mask = V::mask(len - first);
                    // What is found out about the lines of one channel holds for all.
                    for (at, channel) in channels.clone().enumerate() {
                        let to = to.add(at * windows.input_area() + first);
                        match self.given {
                            Given::Rows => self.lines::<V, false>(&line, channel, is_first, to, pitch, mask),
                            Given::Weighted { .. } => {
                                self.lines::<V, true>(&line, channel, is_first, to, pitch, mask);
                            }
                        }
                    }
                }
            }
        }
    }

    /// The next taps that elements from place `first` of a phase on collect from.
    ///
    /// # Safety
    ///
    /// The machine has the instructions of `V`.
    #[inline(always)]
    unsafe fn line<V: Lanes<Scalar = T>>(&self, phase: usize, first: usize, next_tap: &mut usize) -> Line<V> {
        let windows = self.collector.windows;
        let stride = windows.stride[2] as isize;
        let lanes = |place: isize| place.clamp(0, V::LANES as isize) as usize;
        // SAFETY: the caller's promise.
        unsafe {
            let mut line = Line {
                taps: [(0, 0, V::mask(0)); MOST_TAPS],
                count: 0,
            };
            while *next_tap < windows.kernel[2] && line.count < MOST_TAPS {
                let tap = *next_tap;
                *next_tap += 1;
                let at = (phase + windows.before[2]) as isize - (tap * windows.dilation[2]) as isize;
                if at.rem_euclid(stride) != 0 {
                    continue;
                }
                let output = first as isize + at.div_euclid(stride);
                let mask = V::mask_between(lanes(-output), lanes(windows.output[2] as isize - output));
                let row = match self.given {
                    Given::Rows => tap * windows.area(),
                    Given::Weighted { .. } => 0,
                };
                line.taps[line.count] = (tap, row as isize + output, mask);
                line.count += 1;
            }
            line
        }
    }

    /// A register of each line of a channel.
    ///
    /// # Safety
    ///
    /// As [`Collect::phase`].
    #[inline(always)]
    unsafe fn lines<V: Lanes<Scalar = T>, const WEIGHTED: bool>(
        &self,
        line: &Line<V>,
        channel: usize,
        is_first: bool,
        to: *mut T,
        pitch: usize,
        mask: V::Mask,
    ) {
        let windows = self.collector.windows;
        let ([_, kernel_height, kernel_width], [_, height, width]) = (windows.kernel, windows.output);
        let (area, window, taps) = (windows.area(), windows.taps(), &line.taps[..line.count]);
        let (rows, weights) = match self.given {
            Given::Rows => (1, std::ptr::null()),
            Given::Weighted { rows, weights } => (rows, weights),
        };
        let from = self.from.wrapping_add(channel * self.given());
        // SAFETY: the caller's promise; places that no window sees are masked.
        unsafe {
            for z in 0..windows.input[0] {
                for y in 0..windows.input[1] {
                    let to = to.add((z * windows.input[1] + y) * pitch);
                    let mut sum = match self.bias {
                        _ if !is_first => V::load_masked(to, mask),
                        Some(bias) => V::splat(bias.add(channel)),
                        None => V::zero(),
                    };
                    for &[tap_z, z] in self.collector.depth.of(z) {
                        for &[tap_y, y] in self.collector.height.of(y) {
                            let first_tap = (tap_z as usize * kernel_height + tap_y as usize) * kernel_width;
                            let first_row = if WEIGHTED { 0 } else { first_tap };
                            let place = (z as usize * height + y as usize) * width;
                            for row in 0..rows {
                                let from = from.wrapping_add((first_row + row) * area + place);
                                for &(tap, far, mask) in taps {
                                    let value = V::load_masked(from.wrapping_offset(far), mask);
                                    sum = if WEIGHTED {
                                        let weight = weights.add(row * window + first_tap + tap);
                                        V::splat(weight).multiply_add(value, sum)
                                    } else {
                                        sum.add(value)
                                    };
                                }
                            }
                        }
                    }
                    sum.store_masked(to, mask);
                }
            }
        }
    }
}

/// Writes `len` elements, of which those of each phase lie side by side, `plane` apart from the next phase's.
///
/// # Safety
///
/// The machine has the instructions of `V`; whole registers of each phase can be read, and `len` elements written.
#[inline(always)]
unsafe fn interleave<V: Lanes>(
    from: *const V::Scalar,
    plane: usize,
    stride: usize,
    to: *mut V::Scalar,
    len: usize,
) {
    // SAFETY: the caller's promise.
    unsafe {
        if stride == 2 && V::LANES > 1 {
            // Lanes of the first and of the second register in turn.
            let places: [u32; 32] = std::array::from_fn(|place| (place / 2 + place % 2 * V::LANES) as u32);
            let low = V::order(places.as_ptr(), 0);
            let high = V::order(places.as_ptr().add(V::LANES), 0);
            for first in (0..len).step_by(2 * V::LANES) {
                let [even, odd] = [0, plane].map(|phase| V::load(from.add(phase + first / 2)));
                V::pick(even, odd, low).store_masked(to.add(first), V::mask(len - first));
                let (to, left) = (
                    to.wrapping_add(first + V::LANES),
                    len.saturating_sub(first + V::LANES),
                );
                V::pick(even, odd, high).store_masked(to, V::mask(left));
            }
            return;
        }
        for place in 0..len {
            *to.add(place) = *from.add(place % stride * plane + place / stride);
        }
    }
}
