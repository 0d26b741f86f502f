//! Reductions: many elements to one, over any dimensions of any layout.
//!
//! A reduction walks what is kept and, for each place of that, what is reduced. Where the innermost reduced elements
//! are neighbours, a row is folded to one element; where the innermost kept ones are, whole rows are folded into each
//! other. The order ([`fold`](super::fold)) depends on sizes and strides only: every instruction set and thread count
//! gives the same bits. Threads share what is kept or, where that is little, parts of what is reduced that make whole
//! branches of its tree of pairs.

use std::marker::PhantomData;

use smallvec::SmallVec;

use crate::dtype::Element;
use crate::kernel::fold::{BLOCK, ROW_BLOCK, TILE, fold_one, fold_rows, fold_slice, join_in_pairs};
use crate::kernel::monoid::Monoid;
use crate::kernel::rows::{Row, Rows};
use crate::kernel::simd::{Arch, Kernel, Level, best_for_streams, dispatch};
use crate::kernel::threads::{LINE, fill};
use crate::layout::Layout;

/// Elements of a part that one thread folds, a power of two of blocks.
const PART: usize = 16 * BLOCK;
/// Elements of the largest small matrix.
const SMALL: usize = 1 << 15;
/// Elements that are folded in the time of an addition from memory to memory.
const PER_ADDITION: usize = 2;

/// Folds `dims` (ascending) of `x`, in `layout`, to `out`, which holds the other dimensions row by row.
pub(crate) fn reduce<T: Element, M: Monoid<T>>(
    _: M,
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
        return out.fill(M::IDENTITY);
    }
    if let ([one], true) = (&mut *out, layout.is_contiguous()) {
        *one = whole::<T, M>(&x[..numel]);
        return;
    }
    if let ([rows, _], [0]) = (layout.shape(), dims)
        && *rows <= ROW_BLOCK
        && numel <= SMALL
        && layout.is_contiguous()
    {
        return dispatch(FewRows::<T, M> {
            x: &x[..numel],
            out,
            monoid: PhantomData,
        });
    }
    let (kept, reduced) = kept_and_reduced(layout, dims);
    let folds = Folds::new(&kept, &reduced);
    let each = numel / out.len();
    if folds == Folds::Rows {
        let part = part_of_rows(kept.len);
        // With fewer parts, threads would not end together; they share columns then.
        if kept.count() == 1 && reduced.count() == 1 && kept.len <= TILE && reduced.len >= 4 * part {
            return long_columns::<T, M>(&reduced, x, out);
        }
    }
    let unit = if folds == Folds::Rows { LINE } else { 1 };
    fill(out, unit, each.div_ceil(PER_ADDITION), |first, out| {
        dispatch(Reduce::<T, M> {
            folds,
            kept: &kept,
            reduced: &reduced,
            first,
            x,
            out,
            monoid: PhantomData,
        });
    });
}

/// All neighbours as one, in the order of [`fold_slice`], whoever folds them.
pub(crate) fn whole<T: Element, M: Monoid<T>>(x: &[T]) -> T {
    if x.len() <= 2 * PART {
        return dispatch(Whole::<T, M>(x, PhantomData));
    }
    let mut parts = vec![M::IDENTITY; x.len().div_ceil(PART)];
    fill(&mut parts, 1, PART / PER_ADDITION, |first, parts| {
        for (part, x) in parts.iter_mut().zip(x[first * PART..].chunks(PART)) {
            *part = dispatch(Whole::<T, M>(x, PhantomData));
        }
    });
    let mut one = [M::IDENTITY];
    join_in_pairs::<T, M>(&mut parts, &mut one);
    one[0]
}

/// Rows of this width that one thread folds, a power of two of blocks.
fn part_of_rows(width: usize) -> usize {
    ROW_BLOCK * (PART / (ROW_BLOCK * width)).next_power_of_two()
}

/// The rows of `reduced`, so many that threads share them, into `out`, in the order of [`fold_rows`].
fn long_columns<T: Element, M: Monoid<T>>(reduced: &Rows<1>, x: &[T], out: &mut [T]) {
    let (rows, [step], width) = (reduced.len, reduced.step, out.len());
    let part = part_of_rows(width);
    let mut parts = vec![M::IDENTITY; rows.div_ceil(part) * width];
    fill(&mut parts, width, part.div_ceil(PER_ADDITION), |first, parts| {
        for (number, out) in (first / width..).zip(parts.chunks_exact_mut(width)) {
            let first = number * part;
            dispatch(FoldRows::<T, M> {
                reduced: &Rows::line(part.min(rows - first), [step]),
                x: &x[first * step..],
                out,
                monoid: PhantomData,
            });
        }
    });
    join_in_pairs::<T, M>(&mut parts, out);
}

/// The walks over what is kept and, within each place of that, over `dims`.
fn kept_and_reduced(layout: &Layout, dims: &[usize]) -> (Rows<1>, Rows<1>) {
    let rows = |dims: &[usize]| {
        let part = layout.permute(dims);
        Rows::new(part.shape(), [part.strides()])
    };
    let kept: SmallVec<[usize; 4]> = (0..layout.rank()).filter(|dim| !dims.contains(dim)).collect();
    let mut reduced: SmallVec<[usize; 4]> = (0..layout.rank()).filter(|dim| dims.contains(dim)).collect();
    // The order of a sum is ours to choose: walk it as it lies. Repeated elements (stride 0) go outermost.
    reduced.sort_unstable_by_key(|dim| (std::cmp::Reverse(layout.strides()[*dim].wrapping_sub(1)), *dim));
    (rows(&kept), rows(&reduced))
}

/// Along which of its two walks a reduction goes through neighbours.
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

/// All neighbours as one.
struct Whole<'a, T, M>(&'a [T], PhantomData<M>);

impl<T: Element, M: Monoid<T>> Kernel for Whole<'_, T, M> {
    const BEST: Level = best_for_streams(T::DTYPE);
    type Output = T;
    #[inline(always)]
    fn run<A: Arch>(self, _: A) -> T {
        fold_slice::<T, M>(self.0)
    }
}

/// The rows of a small matrix folded into each other, as a layer's bias gradient is: the general walk would cost more
/// than the sums.
struct FewRows<'a, T, M> {
    x: &'a [T],
    out: &'a mut [T],
    monoid: PhantomData<M>,
}

impl<T: Element, M: Monoid<T>> Kernel for FewRows<'_, T, M> {
    const BEST: Level = best_for_streams(T::DTYPE);
    type Output = ();
    #[inline(always)]
    fn run<A: Arch>(self, _: A) {
        let Self { x, out, .. } = self;
        out.fill(M::IDENTITY);
        for row in x.chunks_exact(out.len()) {
            for (sum, x) in out.iter_mut().zip(row) {
                *sum = M::join(*sum, *x);
            }
        }
    }
}

struct FoldRows<'a, T, M> {
    reduced: &'a Rows<1>,
    x: &'a [T],
    out: &'a mut [T],
    monoid: PhantomData<M>,
}

impl<T: Element, M: Monoid<T>> Kernel for FoldRows<'_, T, M> {
    const BEST: Level = best_for_streams(T::DTYPE);
    type Output = ();
    #[inline(always)]
    fn run<A: Arch>(self, _: A) {
        fold_rows::<T, M>(self.reduced, self.x, self.out);
    }
}

struct Reduce<'a, T, M> {
    folds: Folds,
    kept: &'a Rows<1>,
    reduced: &'a Rows<1>,
    first: usize,
    x: &'a [T],
    out: &'a mut [T],
    monoid: PhantomData<M>,
}

impl<T: Element, M: Monoid<T>> Kernel for Reduce<'_, T, M> {
    const BEST: Level = best_for_streams(T::DTYPE);
    type Output = ();
    #[inline(always)]
    fn run<A: Arch>(self, _: A) {
        let Self {
            folds,
            kept,
            reduced,
            first,
            x,
            out,
            ..
        } = self;
        let [step] = kept.step;
        for Row {
            start,
            len,
            place: [place],
        } in kept.walk(first, out.len())
        {
            let out = &mut out[start..][..len];
            match folds {
                Folds::Rows => fold_rows::<T, M>(reduced, &x[place..], out),
                Folds::Elements => {
                    for (i, out) in out.iter_mut().enumerate() {
                        *out = fold_one::<T, M>(reduced, &x[place + i * step..]);
                    }
                }
            }
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
            let expected: f32 = dispatch(Whole::<f32, Sum>(&x, PhantomData));
            assert_eq!(whole::<f32, Sum>(&x).to_bits(), expected.to_bits(), "{len}");
        }
    }

    #[test]
    fn parts_of_a_matrix_join_to_what_one_fold_gives() {
        for [rows, width] in [[9001, 7], [2000, 33], [777, 300], [200, TILE]] {
            let x = numbers(rows * width);
            let reduced = Rows::line(rows, [width]);
            let (mut expected, mut out) = (vec![0.0; width], vec![0.0; width]);
            dispatch(FoldRows::<f32, Sum> {
                reduced: &reduced,
                x: &x,
                out: &mut expected,
                monoid: PhantomData,
            });
            long_columns::<f32, Sum>(&reduced, &x, &mut out);
            assert_eq!(out, expected, "{rows} x {width}");
        }
    }
}
