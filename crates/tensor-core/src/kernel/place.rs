//! Copies and casts between elements that lie anyhow.

use crate::dtype::Element;
use crate::kernel::map::UnaryLoop;
use crate::kernel::rows::{Row, Rows};
use crate::kernel::source::{Operand, Source};
use crate::kernel::threads::{LINE, fill};
use crate::layout::Layout;

/// Copies every element, in row-major order, to `out`.
pub(crate) fn copy<T: Element>(layout: &Layout, x: &[T], out: &mut [T]) {
    if layout.is_contiguous() {
        return fill(out, LINE, 1, |first, out| {
            out.copy_from_slice(&x[first..][..out.len()]);
        });
    }
    let x = Operand {
        elements: x,
        strides: layout.strides(),
    };
    let x = Source::new(layout.shape(), x);
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

/// Writes the elements of `x` over `shape` to the places of `out` that `strides` leads to.
pub(crate) fn place<T: Element>(shape: &[usize], x: Operand<'_, T>, strides: &[usize], out: &mut [T]) {
    if shape.contains(&0) {
        return;
    }
    let rows = Rows::new(shape, [x.strides, strides]);
    let len = rows.len;
    for Row { place: [i, j], .. } in rows.iter() {
        match rows.step {
            [1, 1] => out[j..][..len].copy_from_slice(&x.elements[i..][..len]),
            [0, 1] => out[j..][..len].fill(x.elements[i]),
            [s, t] => (0..len).for_each(|at| out[j + at * t] = x.elements[i + at * s]),
        }
    }
}
