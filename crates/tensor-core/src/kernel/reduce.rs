//! Reductions: many elements to one, over any dimensions of any layout.
//!
//! A reduction walks what is kept and, for each place of that, what is reduced. Where the innermost reduced elements
//! are contiguous, a row is folded to one element; where the innermost kept ones are, whole rows are folded into each
//! other. The order ([`fold`](super::fold)) depends on sizes and strides only: every instruction set and thread count
//! gives the same bits. Threads share what is kept or, where that is little, parts of what is reduced that make whole
//! branches of its tree of pairs.

use smallvec::SmallVec;

use crate::dtype::Element;
use crate::kernel::fold::{BLOCK, Fold, ROW_BLOCK, TILE, fold_one, fold_rows, fold_slice, join_in_pairs};
use crate::kernel::rows::{Row, Rows};
use crate::kernel::threads::{LINE, fill};
use crate::layout::Layout;
use crate::scratch;

/// Elements of a part that one thread folds, a power of two of blocks.
const PART: usize = 16 * BLOCK;
/// Elements of the largest small matrix.
const SMALL: usize = 1 << 15;
/// Elements that are folded in the time of an addition from memory to memory.
const PER_ADDITION: usize = 2;

/// Folds `dims` (ascending) of `x`, in `layout`, to `out`, which holds the other dimensions row by row.
pub(crate) fn reduce<T: Element>(
    fold: &dyn Fold<T>,
    layout: &Layout,
    dims: &[usize],
    x: &[T],
    out: &mut [T],
) {
    if out.is_empty() {
        return;
    }
    let numel = layout.numel();
    if numel == 0 {
        return out.fill(fold.identity());
    }
    if let ([one], true) = (&mut *out, layout.is_contiguous()) {
        *one = whole(fold, &x[..numel]);
        return;
    }
    // As a layer's bias gradient: the general walk would cost more than the sums.
    if let ([rows, width], [0]) = (layout.shape(), dims)
        && *rows <= ROW_BLOCK
        && numel <= SMALL
        && layout.is_contiguous()
    {
        return fold.rows(x, *width, *rows, out);
    }
    let (kept, reduced) = kept_and_reduced(layout, dims);
    let folds = Folds::new(&kept, &reduced);
    let each = numel / out.len();
    if folds == Folds::Rows {
        let part = part_of_rows(kept.len);
        // With fewer parts, threads would not end together; they share columns then.
        if kept.count() == 1 && reduced.count() == 1 && kept.len <= TILE && reduced.len >= 4 * part {
            return long_columns(fold, &reduced, x, out);
        }
    }
    let unit = if folds == Folds::Rows { LINE } else { 1 };
    fill(out, unit, each.div_ceil(PER_ADDITION), |first, out| {
        for Row {
            start,
            len,
            place: [place],
        } in kept.walk(first, out.len())
        {
            let (x, out) = (&x[place..], &mut out[start..][..len]);
            match folds {
                Folds::Rows => fold_rows(fold, &reduced, x, out),
                Folds::Elements => fold_each(fold, kept.step[0], &reduced, x, out),
            }
        }
    });
}

/// All of contiguous elements as one, in the order of [`fold_slice`], whoever folds them.
pub(crate) fn whole<T: Element>(fold: &dyn Fold<T>, x: &[T]) -> T {
    if x.len() <= 2 * PART {
        return fold_slice(fold, x);
    }
    let mut parts = scratch::filled(fold.identity(), x.len().div_ceil(PART));
    fill(&mut parts, 1, PART / PER_ADDITION, |first, parts| {
        for (part, x) in parts.iter_mut().zip(x[first * PART..].chunks(PART)) {
            *part = fold_slice(fold, x);
        }
    });
    let mut one = [fold.identity()];
    join_in_pairs(fold, &mut parts, &mut one);
    one[0]
}

/// `reduced`, from each `step`th element of `x` on, to each of `out`.
fn fold_each<T: Element>(fold: &dyn Fold<T>, step: usize, reduced: &Rows<1>, x: &[T], out: &mut [T]) {
    if reduced.count() == 1 && reduced.step == [1] && reduced.len <= BLOCK {
        return fold.blocks(x, step, reduced.len, out);
    }
    for (i, out) in out.iter_mut().enumerate() {
        *out = fold_one(fold, reduced, &x[i * step..]);
    }
}

/// Rows of this width that one thread folds, a power of two of blocks.
fn part_of_rows(width: usize) -> usize {
    ROW_BLOCK * (PART / (ROW_BLOCK * width)).next_power_of_two()
}

/// The rows of `reduced`, so many that threads share them, into `out`, in the order of [`fold_rows`].
fn long_columns<T: Element>(fold: &dyn Fold<T>, reduced: &Rows<1>, x: &[T], out: &mut [T]) {
    let (rows, [step], width) = (reduced.len, reduced.step, out.len());
    let part = part_of_rows(width);
    let mut parts = scratch::filled(fold.identity(), rows.div_ceil(part) * width);
    fill(&mut parts, width, part.div_ceil(PER_ADDITION), |first, parts| {
        for (number, out) in (first / width..).zip(parts.chunks_exact_mut(width)) {
            let first = number * part;
            let rows = Rows::line(part.min(rows - first), [step]);
            fold_rows(fold, &rows, &x[first * step..], out);
        }
    });
    join_in_pairs(fold, &mut parts, out);
}

/// The walks over what is kept and, within each place of that, over `dims`.
fn kept_and_reduced(layout: &Layout, dims: &[usize]) -> (Rows<1>, Rows<1>) {
    let rows = |dims: &[usize]| {
        let part = layout.permute(dims);
        Rows::new(part.shape(), [part.strides()])
    };
    let kept: SmallVec<[usize; 4]> = (0..layout.rank()).filter(|dim| !dims.contains(dim)).collect();
    // The order of a sum is ours to choose: walk it as it lies. Repeated elements (stride 0) go outermost.
    let gap = |dim: usize| layout.strides()[dim].wrapping_sub(1);
    let mut reduced: SmallVec<[usize; 4]> = SmallVec::new();
    for dim in dims {
        let inner = reduced.iter().position(|other| gap(*other) < gap(*dim));
        reduced.insert(inner.unwrap_or(reduced.len()), *dim);
    }
    (rows(&kept), rows(&reduced))
}

/// Along which of its two walks a reduction is contiguous.
#[derive(Clone, Copy, PartialEq)]
enum Folds {
    /// What is kept: rows are folded into each other.
    Rows,
    /// What is reduced, or neither: elements are folded into one.
    Elements,
}

impl Folds {
    fn new(kept: &Rows<1>, reduced: &Rows<1>) -> Self {
        if kept.step == [1] && kept.len > 1 && (reduced.step != [1] || reduced.len == 1) {
            Folds::Rows
        } else {
            Folds::Elements
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::monoid::Sum;

    fn numbers(len: usize) -> Vec<f32> {
        (0..len).map(|i| (i as f32 * 0.7).sin() * 1e3).collect()
    }

    #[test]
    fn parts_of_a_vector_join_to_what_one_fold_gives() {
        for len in [
            2 * PART + 1,
            3 * PART,
            5 * PART + BLOCK + 7,
            8 * PART - 1,
            11 * PART + 3 * BLOCK,
        ] {
            let x = numbers(len);
            let expected: f32 = fold_slice(&Sum, &x);
            assert_eq!(whole(&Sum, &x).to_bits(), expected.to_bits(), "{len}");
        }
    }

    #[test]
    fn parts_of_a_matrix_join_to_what_one_fold_gives() {
        for [rows, width] in [[9001, 7], [2000, 33], [777, 300], [200, TILE]] {
            let x = numbers(rows * width);
            let reduced = Rows::line(rows, [width]);
            let (mut expected, mut out) = (vec![0.0; width], vec![0.0; width]);
            fold_rows(&Sum, &reduced, &x, &mut expected);
            long_columns(&Sum, &reduced, &x, &mut out);
            assert_eq!(out, expected, "{rows} x {width}");
        }
    }
}
