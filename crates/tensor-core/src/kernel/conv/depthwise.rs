//! Convolutions in which each channel is a group of its own: sums of a few products, computed where they lie.

use super::Operands;
use crate::kernel::gemm::Scalar;
use crate::kernel::gemm::tiled::workspace::{self, SUMS};
use crate::kernel::gemm::tiled::{CHUNK_WORK, THREAD_WORK};
use crate::kernel::simd::Level;
use crate::kernel::threads::{self, Pieces};
use crate::kernel::vector::{self, Lane, Lanes, Loop};
use crate::kernel::windows::{Collect, Collector, Given, View, with_images};
use crate::shape::{Convolution, Windows};

/// How many lines of the output are computed at once: as many sums are independent of each other.
const LINES: usize = 4;
/// How many taps' gradients are summed up at once.
const TAPS: usize = 9;

/// Calls `body` with each number below `units`, which are `work` multiply-adds each.
fn for_each_unit(units: usize, work: usize, body: &(dyn Fn(usize) + Sync)) {
    if units.saturating_mul(work) < THREAD_WORK || threads::num_threads() == 1 {
        return (0..units).for_each(body);
    }
    let at_once = (CHUNK_WORK / work).max(1);
    threads::for_each_chunk(units.div_ceil(at_once), &|chunk| {
        (chunk * at_once..units.min((chunk + 1) * at_once)).for_each(body);
    });
}

/// The work of one channel.
fn work(conv: &Convolution) -> usize {
    // Loads take most of the time: twice that of a product.
    threads::work([2, conv.outputs, conv.windows.taps(), conv.windows.area()])
}

/// `out = bias + second * first`.
///
/// # Safety
///
/// The machine has `level`, and the slices are as long as `conv` says.
pub(super) unsafe fn output<T: Lane + Scalar>(level: Level, conv: &Convolution, operands: Operands<'_, T>) {
    let taps = View::new(&conv.windows).taps(&conv.windows, 1);
    // SAFETY: the caller's promise.
    unsafe { planes(level, conv, &taps, operands) }
}

/// `out = bias + second' * first`.
///
/// # Safety
///
/// As [`output`].
pub(super) unsafe fn input<T: Lane + Scalar>(level: Level, conv: &Convolution, operands: Operands<'_, T>) {
    // SAFETY: the caller's promise, which is the same for the convolution turned round.
    unsafe {
        match turned(conv) {
            Some(turned) => {
                let mut taps = View::new(&turned.windows).taps(&turned.windows, 1);
                taps.reverse();
                planes(level, &turned, &taps, operands);
            }
            None => collect(level, conv, operands),
        }
    }
}

/// The convolution that gives the input's gradient of the output's, with the taps in reverse order, if there is one.
fn turned(conv: &Convolution) -> Option<Convolution> {
    let windows = &conv.windows;
    if windows.stride != [1; 3] || conv.outputs != 1 {
        return None;
    }
    let mut before = windows.before;
    for (dim, before) in before.iter_mut().enumerate() {
        *before = (windows.reach(dim) - 1).checked_sub(*before)?;
    }
    let windows = Windows {
        input: windows.output,
        output: windows.input,
        before,
        ..*windows
    };
    Some(Convolution { windows, ..*conv })
}

/// The outputs of each channel, of `taps` at these places.
///
/// # Safety
///
/// As [`output`].
unsafe fn planes<T: Lane + Scalar>(
    level: Level,
    conv: &Convolution,
    taps: &[usize],
    operands: Operands<'_, T>,
) {
    let Operands {
        first: x,
        second: weight,
        bias,
        out,
    } = operands;
    let (windows, view) = (&conv.windows, View::new(&conv.windows));
    let lines = view.lines_of(windows, 1, 0);
    let (area, outputs) = (windows.area(), conv.outputs);
    let y = Pieces::new(out);
    for_each_unit(conv.images() * conv.groups, work(conv), &|unit| {
        let first = unit % conv.groups * outputs;
        let from = x[unit * windows.input_area()..].as_ptr();
        // SAFETY: the machine has the level; the channel is in the input, its outputs are written by nobody else.
        unsafe {
            with_images(level, windows, &view, from, 1, T::ZERO, |from| {
                for output in 0..outputs {
                    let weight = &weight[(first + output) * taps.len()..][..taps.len()];
                    let start = bias.map_or(T::ZERO, |bias| bias[first + output]);
                    let to = (unit * outputs + output) * area;
                    let to = y.take(to..to + area).as_mut_ptr();
                    let plane = Plane {
                        windows,
                        taps,
                        lines: &lines,
                        from,
                        weight,
                        start,
                        to,
                    };
                    vector::run_at(level, plane);
                }
            });
        }
    });
}

/// The channels' gradients, collected.
///
/// # Safety
///
/// As [`output`].
unsafe fn collect<T: Lane + Scalar>(level: Level, conv: &Convolution, operands: Operands<'_, T>) {
    let Operands {
        first: y,
        second: weight,
        bias,
        out,
    } = operands;
    let (windows, collector) = (&conv.windows, Collector::new(&conv.windows));
    let x = Pieces::new(out);
    for_each_unit(conv.images() * conv.groups, work(conv), &|unit| {
        let group = unit % conv.groups;
        let weights = weight[group * conv.outputs * windows.taps()..].as_ptr();
        workspace::with(&SUMS, collector.room(), |room| {
            // SAFETY: the machine has the level; each unit takes its own channel.
            unsafe {
                let collect = Collect {
                    collector: &collector,
                    channels: 1,
                    given: Given::Weighted {
                        rows: conv.outputs,
                        weights,
                    },
                    from: y[unit * conv.outputs * windows.area()..].as_ptr(),
                    bias: bias.map(|bias| bias[group..].as_ptr()),
                    to: x
                        .take(unit * windows.input_area()..(unit + 1) * windows.input_area())
                        .as_mut_ptr(),
                    room,
                };
                vector::run_at(level, collect);
            }
        });
    });
}

/// `out = second * first'`.
///
/// # Safety
///
/// As [`output`].
pub(super) unsafe fn weight<T: Lane + Scalar>(level: Level, conv: &Convolution, operands: Operands<'_, T>) {
    let Operands {
        first: x,
        second: y,
        out,
        ..
    } = operands;
    let (windows, view) = (&conv.windows, View::new(&conv.windows));
    let (taps, lines) = (view.taps(windows, 1), view.lines_of(windows, 1, 0));
    let (area, outputs) = (windows.area(), conv.outputs);
    let gradient = Pieces::new(out);
    for_each_unit(conv.groups, conv.images().saturating_mul(work(conv)), &|group| {
        // SAFETY: the machine has the level; the channel is in the input, its weights' gradients nobody else writes.
        unsafe {
            let to = gradient.take(group * outputs * taps.len()..(group + 1) * outputs * taps.len());
            to.fill(T::ZERO);
            for image in 0..conv.images() {
                let unit = image * conv.groups + group;
                let from = x[unit * windows.input_area()..].as_ptr();
                with_images(level, windows, &view, from, 1, T::ZERO, |from| {
                    for output in 0..outputs {
                        let y = y[(unit * outputs + output) * area..].as_ptr();
                        let to = to[output * taps.len()..].as_mut_ptr();
                        vector::run_at(
                            level,
                            Dots {
                                windows,
                                taps: &taps,
                                lines: &lines,
                                from,
                                y,
                                to,
                            },
                        );
                    }
                });
            }
        }
    });
}

/// One output of a channel.
struct Plane<'a, T> {
    windows: &'a Windows,
    taps: &'a [usize],
    /// Where each line of output places begins.
    lines: &'a [usize],
    from: *const T,
    weight: &'a [T],
    start: T,
    to: *mut T,
}

impl<T: Lane> Loop<T> for Plane<'_, T> {
    type Output = ();

    #[inline(always)]
    unsafe fn run<V: Lanes<Scalar = T>>(self) {
        let whole = self.lines.len() - self.lines.len() % LINES;
        for first in (0..self.windows.output[2]).step_by(V::LANES) {
            // SAFETY: the caller's promise.
            unsafe {
                for line in (0..whole).step_by(LINES) {
                    self.lines::<V, LINES>(line, first);
                }
                for line in whole..self.lines.len() {
                    self.lines::<V, 1>(line, first);
                }
            }
        }
    }
}

impl<T: Lane> Plane<'_, T> {
    /// A register of `N` lines.
    ///
    /// # Safety
    ///
    /// The machine has the instructions of `V`, and there are so many lines.
    #[inline(always)]
    unsafe fn lines<V: Lanes<Scalar = T>, const N: usize>(&self, line: usize, first: usize) {
        let width = self.windows.output[2];
        // SAFETY: the caller's promise; lanes behind the line are masked.
        unsafe {
            let mask = V::mask(width - first);
            let lines: [*const T; N] =
                std::array::from_fn(|at| self.from.wrapping_add(self.lines[line + at] + first));
            let mut sums = [V::splat(&self.start); N];
            for (tap, weight) in self.taps.iter().zip(self.weight) {
                let weight = V::splat(weight);
                for (line, sum) in lines.iter().zip(&mut sums) {
                    *sum = weight.multiply_add(V::load_masked(line.wrapping_add(*tap), mask), *sum);
                }
            }
            for (at, sum) in sums.into_iter().enumerate() {
                sum.store_masked(self.to.add((line + at) * width + first), mask);
            }
        }
    }
}

/// Adds to each tap's gradient what a channel and one output's gradient give.
struct Dots<'a, T> {
    windows: &'a Windows,
    taps: &'a [usize],
    lines: &'a [usize],
    from: *const T,
    y: *const T,
    to: *mut T,
}

impl<T: Lane> Loop<T> for Dots<'_, T> {
    type Output = ();

    #[inline(always)]
    unsafe fn run<V: Lanes<Scalar = T>>(self) {
        let whole = self.taps.len() - self.taps.len() % TAPS;
        // SAFETY: the caller's promise.
        unsafe {
            for tap in (0..whole).step_by(TAPS) {
                self.taps::<V, TAPS>(tap);
            }
            for tap in whole..self.taps.len() {
                self.taps::<V, 1>(tap);
            }
        }
    }
}

impl<T: Lane> Dots<'_, T> {
    /// # Safety
    ///
    /// The machine has the instructions of `V`, and there are `N` taps from `tap` on.
    #[inline(always)]
    unsafe fn taps<V: Lanes<Scalar = T>, const N: usize>(&self, tap: usize) {
        let width = self.windows.output[2];
        let taps: [usize; N] = std::array::from_fn(|at| self.taps[tap + at]);
        // SAFETY: the caller's promise; lanes behind the line are masked.
        unsafe {
            let mut sums = [V::zero(); N];
            for (at, line) in self.lines.iter().enumerate() {
                for first in (0..width).step_by(V::LANES) {
                    let mask = V::mask(width - first);
                    let y = V::load_masked(self.y.add(at * width + first), mask);
                    for (tap, sum) in taps.iter().zip(&mut sums) {
                        let x = V::load_masked(self.from.wrapping_add(line + tap + first), mask);
                        *sum = y.multiply_add(x, *sum);
                    }
                }
            }
            for (at, sum) in sums.into_iter().enumerate() {
                let to = self.to.add(tap + at);
                *to = *to + sum.sum();
            }
        }
    }
}
