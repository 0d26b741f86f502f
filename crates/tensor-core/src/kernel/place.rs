//! Copies and casts between elements that lie anyhow.

use crate::dtype::Element;
use crate::kernel::map::Operand;
use crate::kernel::rows::{Row, Rows};
use crate::kernel::threads::{LINE, fill};
use crate::layout::Layout;

/// Writes `f` of every element, in row-major order, to `out`. For casts.
pub(crate) fn for_each<T: Element, U: Element>(
    layout: &Layout,
    x: &[T],
    out: &mut [U],
    f: impl Fn(T) -> U + Sync,
) {
    let rows = Rows::new(layout.shape(), [layout.strides()]);
    fill(out, LINE, 1, |first, out| {
        for Row {
            start,
            len,
            place: [place],
        } in rows.walk(first, out.len())
        {
            let out = &mut out[start..][..len];
            if rows.step == [1] {
                for (out, x) in out.iter_mut().zip(&x[place..]) {
                    *out = f(*x);
                }
            } else {
                for (i, out) in out.iter_mut().enumerate() {
                    *out = f(x[place + i * rows.step[0]]);
                }
            }
        }
    });
}

/// Copies every element, in row-major order, to `out`.
pub(crate) fn copy<T: Element>(layout: &Layout, x: &[T], out: &mut [T]) {
    if layout.is_contiguous() {
        fill(out, LINE, 1, |first, out| {
            out.copy_from_slice(&x[first..][..out.len()]);
        });
    } else {
        for_each(layout, x, out, |x| x);
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
