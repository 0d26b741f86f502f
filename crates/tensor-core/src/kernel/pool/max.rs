//! The largest element of each window, and where it is.

use smallvec::SmallVec;

use super::adaptive::largest_of;
use super::{check_planes, for_each_plane};
use crate::dtype::Element;
use crate::kernel::simd::{self, Level};
use crate::kernel::threads::Pieces;
use crate::kernel::vector::{self, Lane, Lanes, Loop, MOST_LANES};
use crate::kernel::windows::{ColumnPlaces, Columns, Places, View, with_images};
use crate::scratch;
use crate::shape::Windows;

/// Writes the largest element of each window of the planes `x`, not-a-number before all, and in `indices`, if they are not
/// empty, its place in its plane: of equal ones the first, of not-a-numbers the last.
///
/// # Panics
///
/// If the results are of other planes than `x`.
pub(crate) fn max_pool<T: Pooled>(windows: &Windows, x: &[T], out: &mut [T], indices: &mut [i64]) {
    check_planes(windows, x.len(), out.len());
    assert!(indices.is_empty() || indices.len() == out.len());
    // SAFETY: `level` is never more than the machine has; the planes were counted.
    unsafe { T::max_pool_at(simd::level(), windows, x, out, indices) }
}

/// An element type of which windows have a largest one.
pub(crate) trait Pooled: Element {
    /// [`max_pool`] with the instructions of `level`.
    ///
    /// # Safety
    ///
    /// The machine has `level`; `x` has as many planes as the results.
    unsafe fn max_pool_at(level: Level, windows: &Windows, x: &[Self], out: &mut [Self], indices: &mut [i64]);
}

impl<T: Lane + Element> Pooled for T {
    unsafe fn max_pool_at(level: Level, windows: &Windows, x: &[T], out: &mut [T], indices: &mut [i64]) {
        /// Places up to this one are numbers of every floating point type.
        const EXACT: usize = 1 << 24;
        if windows.input_area() > EXACT {
            return scan(windows, x, out, indices);
        }
        // SAFETY: the caller's promise.
        unsafe { by_registers(level, windows, x, out, indices) }
    }
}

impl Pooled for i64 {
    unsafe fn max_pool_at(_: Level, windows: &Windows, x: &[i64], out: &mut [i64], indices: &mut [i64]) {
        scan(windows, x, out, indices);
    }
}

/// Tap by tap: for what is rare.
fn scan<T: Element>(windows: &Windows, x: &[T], out: &mut [T], indices: &mut [i64]) {
    let (input_area, area) = (windows.input_area(), windows.area());
    for (at, largest) in out.iter_mut().enumerate() {
        let plane = &x[at / area * input_area..][..input_area];
        let seen = (0..windows.taps()).filter_map(|tap| windows.seen(at % area, tap));
        let place = largest_of(plane, seen);
        *largest = plane[place];
        if let Some(index) = indices.get_mut(at) {
            *index = place as i64;
        }
    }
}

/// # Safety
///
/// As [`Pooled::max_pool_at`].
unsafe fn by_registers<T: Lane + Element>(
    level: Level,
    windows: &Windows,
    x: &[T],
    out: &mut [T],
    indices: &mut [i64],
) {
    let view = View::new(windows);
    let is_whole = lies_whole(windows, &view);
    let (all, taps, columns, found);
    if is_whole {
        all = stacked(windows, out.len() / windows.area());
        taps = taps_in(windows);
        columns = columns_in(&all);
    } else {
        all = *windows;
        taps = view.taps(windows, 1);
        columns = view.columns(windows);
    }
    let how = How {
        view: View {
            is_copy: view.is_copy && !is_whole,
            ..view
        },
        taps: &taps,
        columns: &columns,
        line: if is_whole { all.output[2] } else { all.area() },
        is_even: is_whole && all.output[0] == 1,
        found: if indices.is_empty() {
            None
        } else {
            found = Found::new(&all, windows);
            Some(&found)
        },
    };
    // SAFETY: the caller's promise.
    unsafe { for_each(level, &all, &how, x, out, indices) }
}

/// Pools one plane of `windows` after the other.
///
/// # Safety
///
/// As [`Pooled::max_pool_at`]; `how` was made for the same windows.
unsafe fn for_each<T: Lane + Element>(
    level: Level,
    windows: &Windows,
    how: &How<'_, T>,
    x: &[T],
    out: &mut [T],
    indices: &mut [i64],
) {
    let (input_area, area) = (windows.input_area(), windows.area());
    let lowest = T::from_f64(f64::NEG_INFINITY);
    let work = input_area.saturating_add(area.saturating_mul(how.taps.len()));
    let planes = out.len() / area;
    let (out, indices) = (Pieces::new(out), Pieces::new(indices));
    for_each_plane(planes, work, |plane| {
        let range = plane * area..(plane + 1) * area;
        let from = x[plane * input_area..].as_ptr();
        // SAFETY: the machine has the level; the plane is in `x`, and each plane of the results is taken once.
        unsafe {
            with_images(level, windows, &how.view, from, 1, lowest, |from| {
                let out = out.take(range.clone());
                let indices = if how.found.is_some() {
                    indices.take(range)
                } else {
                    &mut []
                };
                let plane = Plane {
                    how,
                    from,
                    lowest,
                    out,
                    indices,
                };
                vector::run_at(level, plane);
            });
        }
    });
}

/// Whether windows that take longer steps are read where the plane lies nevertheless: they do not reach beyond it, and those that
/// follow each other are at most two elements apart.
fn lies_whole(windows: &Windows, view: &View) -> bool {
    let fits = (0..3).all(|dim| view.extent[dim] <= windows.input[dim]);
    view.is_copy && fits && windows.before == [0; 3] && windows.stride[2] <= 2
}

/// Several of so many planes as one high plane, if the next plane's windows begin where another line of this one's would: so
/// registers hold windows of several small planes.
fn stacked(windows: &Windows, planes: usize) -> Windows {
    /// What is found out once for all planes is no longer than for so many windows.
    const MOST_WINDOWS: usize = 256;
    let mut stacked = *windows;
    if windows.input[0] == 1 && windows.output[1] * windows.stride[1] == windows.input[1] {
        let fit = (MOST_WINDOWS / windows.area()).max(1).ilog2();
        let together = 1 << planes.trailing_zeros().min(fit);
        stacked.input[1] *= together;
        stacked.output[1] *= together;
    }
    stacked
}

/// What all planes have in common.
struct How<'a, T> {
    view: View,
    taps: &'a [usize],
    columns: &'a [u32],
    /// So many windows lie evenly one after the other.
    line: usize,
    /// Whether registers of as many windows find them as far apart: two elements at most, all lines alike.
    is_even: bool,
    /// What to find places with, if they are wanted.
    found: Option<&'a Found<T>>,
}

impl<T> How<'_, T> {
    /// How many windows registers go through before one begins anew: those of a line, or of as many lines as one register, or
    /// two that follow each other, reach over.
    #[inline(always)]
    fn run(&self, lanes: usize) -> usize {
        let reach = |lines: &usize| (self.columns[lines * self.line - 1] - self.columns[0]) as usize;
        let lines = (1..=lanes / self.line)
            .rev()
            .find(|lines| reach(lines) < 2 * lanes);
        lines.unwrap_or(1) * self.line
    }
}

/// Where each tap of a window at the start of a plane is.
fn taps_in(windows: &Windows) -> Places {
    let mut taps: Places = scratch::small(windows.taps());
    for_each_place(windows, windows.kernel, windows.dilation, |place| {
        taps.push(place);
    });
    taps
}

/// Where each window begins.
fn columns_in(windows: &Windows) -> ColumnPlaces {
    let mut columns: ColumnPlaces = scratch::small(windows.area() + MOST_LANES);
    for_each_place(windows, windows.output, windows.stride, |place| {
        columns.push(place as u32);
    });
    let last = columns.last().copied().unwrap_or(0);
    columns.extend([last; MOST_LANES]);
    columns
}

/// Calls `body` with how far from the start of a plane places are, so many and `step` apart in each dimension.
fn for_each_place(windows: &Windows, sizes: [usize; 3], step: [usize; 3], mut body: impl FnMut(usize)) {
    for z in 0..sizes[0] {
        for y in 0..sizes[1] {
            let line = offset(windows, [z * step[0], y * step[1], 0]);
            for x in 0..sizes[2] {
                body(line + x * step[2]);
            }
        }
    }
}

/// How far from the start of a plane a place is.
fn offset(windows: &Windows, [z, y, x]: [usize; 3]) -> usize {
    let [_, height, width] = windows.input;
    (z * height + y) * width + x
}

/// What makes places of taps.
struct Found<T> {
    /// How far each tap is from the first in a plane.
    taps: SmallVec<[T; 32]>,
    /// The first tap of each window that is not padding.
    first: SmallVec<[T; 64]>,
    /// Where the first tap of each window is, or would be if it is padding.
    windows: SmallVec<[i64; 64]>,
}

impl<T: Element> Found<T> {
    /// For planes of `windows` that are `stacked`.
    fn new(stacked: &Windows, windows: &Windows) -> Self {
        let (area, all) = (windows.area(), stacked.area());
        let mut taps: SmallVec<[T; 32]> = scratch::small(windows.taps());
        for_each_place(windows, windows.kernel, windows.dilation, |place| {
            taps.push(T::from_i64(place as i64));
        });
        let mut first: SmallVec<[T; 64]> = scratch::small(all);
        if windows.before == [0; 3] {
            first.resize(all, taps[0]);
        } else {
            let seen = |place| (0..taps.len()).find(|tap| windows.seen(place, *tap).is_some());
            first.extend((0..all).map(|place| taps[seen(place).unwrap_or(0)]));
        }
        let padding = offset(windows, windows.before) as i64;
        let mut begins: SmallVec<[i64; 64]> = scratch::small(all);
        for _ in 0..all / area {
            for_each_place(windows, windows.output, windows.stride, |place| {
                begins.push(place as i64 - padding);
            });
        }
        Self {
            taps,
            first,
            windows: begins,
        }
    }
}

/// One plane.
struct Plane<'a, T> {
    how: &'a How<'a, T>,
    from: *const T,
    lowest: T,
    out: &'a mut [T],
    indices: &'a mut [i64],
}

impl<T: Lane + Element> Loop<T> for Plane<'_, T> {
    type Output = ();

    #[inline(always)]
    unsafe fn run<V: Lanes<Scalar = T>>(mut self) {
        let (len, run, places) = (self.out.len(), self.how.run(V::LANES), self.how.columns.as_ptr());
        let most = V::LANES.min(run).min(len);
        // SAFETY: the caller's promise; behind the last place are as many as a register has.
        unsafe {
            let alike = Columns::<V>::new(places, most);
            for begin in (0..len).step_by(run) {
                let end = (begin + run).min(len);
                for first in (begin..end).step_by(V::LANES) {
                    let count = V::LANES.min(end - first);
                    let columns = if self.how.is_even && count == most {
                        alike.moved_to(self.how.columns[first])
                    } else {
                        Columns::new(places.add(first), count)
                    };
                    self.register(columns, first, count);
                }
            }
        }
    }
}

impl<T: Lane + Element> Plane<'_, T> {
    /// The `count` windows from `first` on, which are at `columns`.
    ///
    /// # Safety
    ///
    /// The machine has the instructions of `V`, and there are so many windows, at most a register of them.
    #[inline(always)]
    unsafe fn register<V: Lanes<Scalar = T>>(&mut self, columns: Columns<V>, first: usize, count: usize) {
        // SAFETY: the caller's promise.
        unsafe {
            let mut largest = V::splat(&self.lowest);
            match self.how.found {
                None => {
                    for tap in self.how.taps {
                        let value = columns.load(self.from.add(*tap));
                        largest = value.select(largest, value.exceeds(largest));
                    }
                }
                Some(found) => {
                    let mut place = V::load_masked(found.first.as_ptr().add(first), V::mask(count));
                    for (tap, far) in self.how.taps.iter().zip(&found.taps) {
                        let value = columns.load(self.from.add(*tap));
                        let exceeds = value.exceeds(largest);
                        largest = value.select(largest, exceeds);
                        place = V::splat(far).select(place, exceeds);
                    }
                    let mut places = [self.lowest; MOST_LANES];
                    place.store(places.as_mut_ptr());
                    // All lanes, so that the compiler knows how many they are.
                    let mut whole = [0; MOST_LANES];
                    for lane in 0..V::LANES {
                        whole[lane] = places[lane].to_place();
                    }
                    let to = self.indices[first..].iter_mut().zip(&found.windows[first..]);
                    for ((to, window), place) in to.zip(&whole[..count]) {
                        *to = *window + i64::from(*place);
                    }
                }
            }
            largest.store_masked(self.out.as_mut_ptr().add(first), V::mask(count));
        }
    }
}
