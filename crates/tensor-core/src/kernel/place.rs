//! Copies, casts and sums between strided arrays.

use crate::dtype::Element;
use crate::kernel::map::UnaryLoop;
use crate::kernel::number::Number;
use crate::kernel::rows::{Row, Rows};
use crate::kernel::source::Source;
use crate::kernel::threads::{LINE, fill};
use crate::layout::Layout;

/// Copies every element, in row-major order, to `out`.
pub(crate) fn copy<T: Element>(layout: &Layout, x: &[T], out: &mut [T]) {
    if layout.is_contiguous() {
        return fill(out, LINE, 1, |first, out| {
            out.copy_from_slice(&x[first..][..out.len()]);
        });
    }
    let x = Source::new(x, layout.shape(), layout.strides());
    fill(out, LINE, 1, |first, out| x.copy_to(first, out));
}

/// The conversion to another element type.
pub(crate) struct Cast;

impl<T: Element, U: Element> UnaryLoop<T, U> for Cast {
    fn cost(&self) -> usize {
        1
    }

    fn run(&self, x: &[T], out: &mut [U]) {
        for (out, x) in out.iter_mut().zip(x) {
            *out = x.cast();
        }
    }
}

/// Writes the elements that the first of `strides` lead to in `x`, over `shape`, to where the second lead in `out`.
pub(crate) fn place<T: Element>(shape: &[usize], strides: [&[usize]; 2], x: &[T], out: &mut [T]) {
    if shape.contains(&0) {
        return;
    }
    let rows = Rows::new(shape, strides);
    let len = rows.len;
    for Row { place: [i, j], .. } in rows.iter() {
        match rows.step {
            [1, 1] => out[j..][..len].copy_from_slice(&x[i..][..len]),
            [0, 1] => out[j..][..len].fill(x[i]),
            [s, t] => (0..len).for_each(|at| out[j + at * t] = x[i + at * s]),
        }
    }
}

/// Adds the elements that the first of `strides` lead to in `x`, over `shape`, to where the second lead in `out`, which is
/// another place for each.
pub(crate) fn add<T: Number>(shape: &[usize], strides: [&[usize]; 2], x: &[T], out: &mut [T]) {
    if shape.contains(&0) {
        return;
    }
    let rows = Rows::new(shape, strides);
    let len = rows.len;
    for Row { place: [i, j], .. } in rows.iter() {
        match rows.step {
            [1, 1] => {
                for (sum, x) in out[j..][..len].iter_mut().zip(&x[i..][..len]) {
                    *sum = sum.add(*x);
                }
            }
            [s, t] => (0..len).for_each(|at| out[j + at * t] = out[j + at * t].add(x[i + at * s])),
        }
    }
}
