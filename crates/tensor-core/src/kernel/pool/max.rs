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
    let (input_area, area, lowest) = (
        windows.input_area(),
        windows.area(),
        T::from_f64(f64::NEG_INFINITY),
    );
    let mut view = View::new(windows);
    let lies_whole = lies_whole(windows, &view);
    // Registers of pairs of elements do not reach beyond a line.
    let (taps, columns, run) = if lies_whole {
        (taps(windows), columns(windows), windows.output[2])
    } else {
        (view.taps(windows, 1), view.columns(windows), area)
    };
    view.is_copy &= !lies_whole;
    let found = (!indices.is_empty()).then(|| Found::new(windows));
    let (planes, work) = (
        out.len() / area,
        input_area.saturating_add(area.saturating_mul(taps.len())),
    );
    let (out, indices) = (Pieces::new(out), Pieces::new(indices));
    for_each_plane(planes, work, |plane| {
        let range = plane * area..(plane + 1) * area;
        let from = x[plane * input_area..].as_ptr();
        // SAFETY: the machine has the level; the plane is in `x`, and each plane of the results is taken once.
        unsafe {
            with_images(level, windows, &view, from, 1, lowest, |from| {
                let out = out.take(range.clone());
                let indices = if found.is_some() {
                    indices.take(range)
                } else {
                    &mut []
                };
                let plane = Plane {
                    taps: &taps,
                    columns: &columns,
                    run,
                    found: found.as_ref(),
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

/// Where each tap of a window at the start of a plane is.
fn taps(windows: &Windows) -> Places {
    let place = |tap| far(windows, tap, &windows.kernel, &windows.dilation) as usize;
    scratch::collected_small(windows.taps(), (0..windows.taps()).map(place))
}

/// Where each window begins.
fn columns(windows: &Windows) -> ColumnPlaces {
    let mut columns: ColumnPlaces = scratch::small(windows.area() + MOST_LANES);
    let place = |at| far(windows, at, &windows.output, &windows.stride) as u32;
    columns.extend((0..windows.area()).map(place));
    let last = columns.last().copied().unwrap_or(0);
    columns.extend([last; MOST_LANES]);
    columns
}

/// How far from the start of a plane the `at`-th of `sizes` places is, which are `step` apart in each dimension.
fn far(windows: &Windows, at: usize, sizes: &[usize; 3], step: &[usize; 3]) -> i64 {
    let at = [at / sizes[2] / sizes[1], at / sizes[2] % sizes[1], at % sizes[2]];
    let place = [0, 1, 2].map(|dim| at[dim] * step[dim]);
    offset(windows, place)
}

/// How far from the start of a plane a place is.
fn offset(windows: &Windows, [z, y, x]: [usize; 3]) -> i64 {
    let [_, height, width] = windows.input;
    ((z * height + y) * width + x) as i64
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
    fn new(windows: &Windows) -> Self {
        let tap = |tap| T::from_i64(far(windows, tap, &windows.kernel, &windows.dilation));
        let first = |place| {
            (0..windows.taps())
                .find(|tap| windows.seen(place, *tap).is_some())
                .unwrap_or(0)
        };
        let is_padded = windows.before != [0; 3];
        let (taps, area) = (windows.taps(), windows.area());
        let first = |place| tap(if is_padded { first(place) } else { 0 });
        let padding = offset(windows, windows.before);
        let window = |place| far(windows, place, &windows.output, &windows.stride) - padding;
        Self {
            taps: scratch::collected_small(taps, (0..taps).map(tap)),
            first: scratch::collected_small(area, (0..area).map(first)),
            windows: scratch::collected_small(area, (0..area).map(window)),
        }
    }
}

/// One plane.
struct Plane<'a, T> {
    taps: &'a Places,
    columns: &'a ColumnPlaces,
    /// So many windows are read by registers of their own.
    run: usize,
    /// What to find places with, if they are wanted.
    found: Option<&'a Found<T>>,
    from: *const T,
    lowest: T,
    out: &'a mut [T],
    indices: &'a mut [i64],
}

impl<T: Lane + Element> Loop<T> for Plane<'_, T> {
    type Output = ();

    #[inline(always)]
    unsafe fn run<V: Lanes<Scalar = T>>(mut self) {
        for line in (0..self.out.len()).step_by(self.run) {
            for first in (line..line + self.run).step_by(V::LANES) {
                let count = V::LANES.min(line + self.run - first);
                // SAFETY: the caller's promise.
                unsafe { self.register::<V>(first, count) };
            }
        }
    }
}

impl<T: Lane + Element> Plane<'_, T> {
    /// The `count` windows from `first` on.
    ///
    /// # Safety
    ///
    /// The machine has the instructions of `V`, and there are so many windows, at most a register of them.
    #[inline(always)]
    unsafe fn register<V: Lanes<Scalar = T>>(&mut self, first: usize, count: usize) {
        // SAFETY: the caller's promise; behind the last place are as many as a register has.
        unsafe {
            let columns = Columns::<V>::new(self.columns.as_ptr().add(first), count);
            let mut largest = V::splat(&self.lowest);
            match self.found {
                None => {
                    for tap in self.taps {
                        let value = columns.load(self.from.add(*tap));
                        largest = value.select(largest, value.exceeds(largest));
                    }
                }
                Some(found) => {
                    let mut place = V::load_masked(found.first.as_ptr().add(first), V::mask(count));
                    for (tap, far) in self.taps.iter().zip(&found.taps) {
                        let value = columns.load(self.from.add(*tap));
                        let exceeds = value.exceeds(largest);
                        largest = value.select(largest, exceeds);
                        place = V::splat(far).select(place, exceeds);
                    }
                    let mut places = [self.lowest; MOST_LANES];
                    place.store(places.as_mut_ptr());
                    let to = self.indices[first..].iter_mut().zip(&found.windows[first..]);
                    for ((to, window), place) in to.zip(&places[..count]) {
                        *to = *window + place.cast::<i64>();
                    }
                }
            }
            largest.store_masked(self.out.as_mut_ptr().add(first), V::mask(count));
        }
    }
}
