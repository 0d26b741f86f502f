//! The mean of each window, and what it gives back to the elements.

use std::ops::Div;

use smallvec::SmallVec;

use super::{check_planes, for_each_plane};
use crate::dtype::Element;
use crate::kernel::gemm::tiled::workspace::{self, SUMS};
use crate::kernel::simd::{self, Level};
use crate::kernel::threads::Pieces;
use crate::kernel::vector::{self, Lane, Lanes, Loop};
use crate::kernel::windows::{Collect, Collector, ColumnPlaces, Columns, Given, Places, View, with_images};
use crate::scratch;
use crate::shape::Windows;

/// Writes the sum of each window of the planes `x`, divided by the number that belongs to its place.
///
/// # Panics
///
/// If the results are of other planes than `x`.
pub(crate) fn avg_pool<T: Lane + Element + Div<Output = T>>(
    windows: &Windows,
    divisors: &[T],
    x: &[T],
    out: &mut [T],
) {
    check_planes(windows, x.len(), out.len());
    // SAFETY: `level` is never more than the machine has; the planes were counted.
    unsafe { avg_pool_at(simd::level(), windows, divisors, x, out) }
}

/// Writes what each element of planes gets back of the gradient of its windows' means.
///
/// # Panics
///
/// As [`avg_pool`].
pub(crate) fn avg_pool_input<T>(windows: &Windows, divisors: &[T], grad: &[T], out: &mut [T])
where
    T: Lane + Element + Div<Output = T>,
{
    check_planes(windows, out.len(), grad.len());
    // SAFETY: `level` is never more than the machine has; the planes were counted.
    unsafe { avg_pool_input_at(simd::level(), windows, divisors, grad, out) }
}

/// [`avg_pool`] with the instructions of `level`.
///
/// # Safety
///
/// The machine has `level`; `x` has as many planes as the result.
pub(super) unsafe fn avg_pool_at<T: Lane + Element + Div<Output = T>>(
    level: Level,
    windows: &Windows,
    divisors: &[T],
    x: &[T],
    out: &mut [T],
) {
    let (input_area, area, view) = (windows.input_area(), windows.area(), View::new(windows));
    let (taps, columns) = (view.taps(windows, 1), view.columns(windows));
    let (planes, work) = (
        out.len() / area,
        input_area.saturating_add(area.saturating_mul(taps.len())),
    );
    let out = Pieces::new(out);
    for_each_plane(planes, work, |plane| {
        let from = x[plane * input_area..].as_ptr();
        // SAFETY: the machine has the level; the plane is in `x`, and each plane of the result is taken once.
        unsafe {
            with_images(level, windows, &view, from, 1, T::default(), |from| {
                let out = out.take(plane * area..(plane + 1) * area);
                vector::run_at(
                    level,
                    Plane {
                        taps: &taps,
                        columns: &columns,
                        divisors,
                        from,
                        out,
                    },
                );
            });
        }
    });
}

/// [`avg_pool_input`] with the instructions of `level`.
///
/// # Safety
///
/// As [`avg_pool_at`].
pub(super) unsafe fn avg_pool_input_at<T: Lane + Element + Div<Output = T>>(
    level: Level,
    windows: &Windows,
    divisors: &[T],
    grad: &[T],
    out: &mut [T],
) {
    let (input_area, area, collector) = (windows.input_area(), windows.area(), Collector::new(windows));
    let taps = windows.taps();
    let weights: SmallVec<[T; 32]> =
        scratch::collected_small(taps, std::iter::repeat_n(T::from_i64(1), taps));
    let (planes, work) = (
        out.len() / input_area,
        input_area.saturating_add(area.saturating_mul(windows.taps())),
    );
    let out = Pieces::new(out);
    for_each_plane(planes, work, |plane| {
        workspace::with(&SUMS, area + collector.room(), |shares: *mut T| {
            // SAFETY: there is so much room; the machine has the level; each plane is taken once.
            unsafe {
                let grad = grad[plane * area..].iter().zip(divisors);
                grad.enumerate()
                    .for_each(|(at, (grad, divisor))| *shares.add(at) = *grad / *divisor);
                let collect = Collect {
                    collector: &collector,
                    channels: 1,
                    given: Given::Weighted {
                        rows: 1,
                        weights: weights.as_ptr(),
                    },
                    from: shares.cast_const(),
                    bias: None,
                    to: out
                        .take(plane * input_area..(plane + 1) * input_area)
                        .as_mut_ptr(),
                    room: shares.add(area),
                };
                vector::run_at(level, collect);
            }
        });
    });
}

/// One plane.
struct Plane<'a, T> {
    taps: &'a Places,
    columns: &'a ColumnPlaces,
    divisors: &'a [T],
    from: *const T,
    out: &'a mut [T],
}

impl<T: Lane + Div<Output = T>> Loop<T> for Plane<'_, T> {
    type Output = ();

    #[inline(always)]
    unsafe fn run<V: Lanes<Scalar = T>>(self) {
        for first in (0..self.out.len()).step_by(V::LANES) {
            let count = V::LANES.min(self.out.len() - first);
            // SAFETY: the caller's promise; behind the last place are as many as a register has.
            unsafe {
                let columns = Columns::<V>::new(self.columns.as_ptr().add(first), count);
                let mut sum = V::zero();
                for tap in self.taps {
                    sum = sum.add(columns.load(self.from.add(*tap)));
                }
                sum.store_masked(self.out.as_mut_ptr().add(first), V::mask(count));
            }
        }
        self.out
            .iter_mut()
            .zip(self.divisors)
            .for_each(|(mean, divisor)| *mean = *mean / *divisor);
    }
}
