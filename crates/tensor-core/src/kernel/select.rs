//! Gathers from, and sums into, positions that an index names. Callers have checked every position.

use crate::dtype::Element;
use crate::kernel::number::Number;
use crate::kernel::rows::{Row, Rows};
use crate::kernel::threads::fill;
use crate::layout::Layout;
use crate::shape::Shape;

/// A contiguous array seen from one dimension: `[outer, size, inner]`. A 0-d array is seen as `[1, 1, 1]`.
pub(crate) struct Lines {
    outer: usize,
    size: usize,
    inner: usize,
}

impl Lines {
    pub(crate) fn new(shape: &[usize], dim: usize) -> Self {
        Self {
            outer: shape[..dim].iter().product(),
            size: shape.get(dim).copied().unwrap_or(1),
            inner: shape.iter().skip(dim + 1).product(),
        }
    }

    /// Calls `line` for every outer place and every position of `index`, with where the position begins in the array
    /// and where the next `inner` elements of the selection do.
    #[inline(always)]
    fn for_each(&self, index: &[i64], mut line: impl FnMut(usize, usize)) {
        for outer in 0..self.outer {
            for (i, at) in index.iter().enumerate() {
                line(
                    (outer * self.size + *at as usize) * self.inner,
                    (outer * index.len() + i) * self.inner,
                );
            }
        }
    }
}

/// Copies the slices at `index` to `out`.
pub(crate) fn index_select<T: Element>(lines: &Lines, x: &[T], index: &[i64], out: &mut [T]) {
    let Lines { outer, size, inner } = *lines;
    if outer == 1 {
        fill(out, inner, COST, |first, out| {
            let index = &index[first / inner..][..out.len() / inner];
            copy_lines(lines, x, index, out);
        });
    } else {
        let selected = index.len() * inner;
        fill(out, selected, COST, |first, out| {
            let (before, outer) = (first / selected, out.len() / selected);
            let lines = Lines { outer, ..*lines };
            copy_lines(&lines, &x[before * size * inner..], index, out);
        });
    }
}

/// What copying an element costs, in additions.
const COST: usize = 1;

fn copy_lines<T: Element>(lines: &Lines, x: &[T], index: &[i64], out: &mut [T]) {
    match lines.inner {
        0 => {}
        1 => lines.for_each(index, |from, to| out[to] = x[from]),
        inner => lines.for_each(index, |from, to| {
            out[to..][..inner].copy_from_slice(&x[from..][..inner]);
        }),
    }
}

/// Adds slice `i` of `src` to the slice of `out` at `index[i]`.
pub(crate) fn index_add<T: Number>(lines: &Lines, src: &[T], index: &[i64], out: &mut [T]) {
    let inner = lines.inner;
    if inner == 0 {
        return;
    }
    lines.for_each(index, |to, from| {
        for (sum, x) in out[to..][..inner].iter_mut().zip(&src[from..][..inner]) {
            *sum = sum.add(*x);
        }
    });
}

/// Writes to `out`, over the contiguous `index` of `shape`, the elements of `x` at the positions of `dim`.
pub(crate) fn gather<T: Element>(
    shape: &[usize],
    dim: usize,
    x: &[T],
    strides: &[usize],
    index: &[i64],
    out: &mut [T],
) {
    if out.is_empty() {
        return;
    }
    let (strides, along) = still(strides, dim);
    let contiguous = Layout::contiguous(shape);
    let rows = Rows::new(shape, [contiguous.strides(), &strides]);
    for Row { place: [i, j], .. } in rows.iter() {
        for at in 0..rows.len {
            let i = i + at * rows.step[0];
            out[i] = x[j + at * rows.step[1] + index[i] as usize * along];
        }
    }
}

/// Adds the elements of `src`, over the contiguous `index` of `shape`, to `out` at the positions of `dim`.
pub(crate) fn scatter<T: Number>(
    shape: &[usize],
    dim: usize,
    src: &[T],
    src_strides: &[usize],
    index: &[i64],
    strides: &[usize],
    out: &mut [T],
) {
    if shape.contains(&0) {
        return;
    }
    let (strides, along) = still(strides, dim);
    let contiguous = Layout::contiguous(shape);
    let rows = Rows::new(shape, [contiguous.strides(), src_strides, &strides]);
    for Row { place: [i, j, k], .. } in rows.iter() {
        for at in 0..rows.len {
            let position = index[i + at * rows.step[0]] as usize;
            let sum = &mut out[k + at * rows.step[2] + position * along];
            *sum = sum.add(src[j + at * rows.step[1]]);
        }
    }
}

/// Strides that do not move along `dim`, whose positions come from an index, and the one that would.
fn still(strides: &[usize], dim: usize) -> (Shape, usize) {
    let mut strides = Shape::from(strides);
    let along = strides.get_mut(dim).map_or(0, std::mem::take);
    (strides, along)
}
