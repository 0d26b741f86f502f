//! What windows see as columns, and columns added back to what they were seen of.

use std::ops::Range;

use crate::dtype::Element;
use crate::kernel::gemm::tiled::workspace::{self, SUMS};
use crate::kernel::simd;
use crate::kernel::threads::{self, Pieces};
use crate::kernel::vector::{self, Lane};
use crate::kernel::windows::{Collect, Collector, Given};
use crate::shape::Windows;

/// Writes for each plane of `x` and each tap a row of what the windows see of it, 0 where that is padding.
pub(crate) fn unfold<T: Element>(windows: &Windows, x: &[T], out: &mut [T]) {
    let (taps, area, input_area) = (windows.taps(), windows.area(), windows.input_area());
    threads::fill(out, area, 1, |start, part| {
        for (row, to) in (start / area..).zip(part.chunks_exact_mut(area)) {
            let x = &x[row / taps * input_area..][..input_area];
            see(windows, row % taps, x, to);
        }
    });
}

/// What windows see of one tap of a plane.
fn see<T: Element>(windows: &Windows, tap: usize, x: &[T], out: &mut [T]) {
    let ([_, height, width], [_, rows, columns]) = (windows.input, windows.output);
    let [_, kernel_height, kernel_width] = windows.kernel;
    let tap = [
        tap / kernel_width / kernel_height,
        tap / kernel_width % kernel_height,
        tap % kernel_width,
    ];
    let inside = inside(windows, tap[2]);
    let place = |dim: usize, at: usize| {
        let at =
            (at * windows.stride[dim] + tap[dim] * windows.dilation[dim]).checked_sub(windows.before[dim])?;
        (at < windows.input[dim]).then_some(at)
    };
    for (line, to) in out.chunks_exact_mut(columns).enumerate() {
        let line = place(0, line / rows)
            .zip(place(1, line % rows))
            .map(|(z, y)| (z * height + y) * width);
        let (Some(line), Some(first)) = (line, place(2, inside.start)) else {
            to.fill(T::default());
            continue;
        };
        to[..inside.start].fill(T::default());
        to[inside.end..].fill(T::default());
        let (from, to) = (&x[line + first..line + width], &mut to[inside.clone()]);
        match windows.stride[2] {
            1 => to.copy_from_slice(&from[..to.len()]),
            stride => to
                .iter_mut()
                .zip(from.iter().step_by(stride))
                .for_each(|(to, x)| *to = *x),
        }
    }
}

/// The output columns for which a tap of a line is not padding.
fn inside(windows: &Windows, tap: usize) -> Range<usize> {
    let (stride, tap) = (windows.stride[2], tap * windows.dilation[2]);
    let end = (windows.input[2] + windows.before[2])
        .saturating_sub(tap)
        .div_ceil(stride)
        .min(windows.output[2]);
    let start = windows.before[2].saturating_sub(tap).div_ceil(stride);
    start.min(end)..end
}

/// Writes for each element of planes the sum of what the windows that see it have in their columns.
pub(crate) fn fold<T: Lane + Element>(windows: &Windows, columns: &[T], out: &mut [T]) {
    let (input_area, given, collector) = (
        windows.input_area(),
        windows.taps() * windows.area(),
        Collector::new(windows),
    );
    let (planes, out) = (out.len() / input_area, Pieces::new(out));
    assert_eq!(columns.len(), planes * given, "fold: columns of as many planes");
    threads::for_each_piece(planes, 1, input_area + given, |range| {
        workspace::with(&SUMS, collector.room(), |room: *mut T| {
            // SAFETY: each plane is taken once; the columns are as many as were counted; `level` is never more than the
            // machine has.
            unsafe {
                let collect = Collect {
                    collector: &collector,
                    channels: range.len(),
                    given: Given::Rows,
                    from: columns[range.start * given..].as_ptr(),
                    bias: None,
                    to: out
                        .take(range.start * input_area..range.end * input_area)
                        .as_mut_ptr(),
                    room,
                };
                vector::run_at(simd::level(), collect);
            }
        });
    });
}
