//! The extreme along one dimension, and where it is.

use std::marker::PhantomData;

use crate::dtype::Element;
use crate::kernel::rows::{Row, Rows};
use crate::kernel::simd::{Arch, Kernel, Level, best_for_streams, dispatch};
use crate::kernel::threads::{Pieces, for_each_piece};
use crate::layout::Layout;

/// Which of two elements comes first.
pub(crate) trait Order<T>: Copy + Sync {
    /// Whether `a` comes before `b`. Not-a-number comes before every number; equals do not come before each other.
    /// `#[inline(always)]` in every implementation.
    fn beats(a: T, b: T) -> bool;
}

/// The largest first.
#[derive(Clone, Copy)]
pub(crate) struct Largest;
impl<T: Element> Order<T> for Largest {
    #[inline(always)]
    fn beats(a: T, b: T) -> bool {
        (a > b) | (is_nan(a) & !is_nan(b))
    }
}

/// The smallest first.
#[derive(Clone, Copy)]
pub(crate) struct Smallest;
impl<T: Element> Order<T> for Smallest {
    #[inline(always)]
    fn beats(a: T, b: T) -> bool {
        (a < b) | (is_nan(a) & !is_nan(b))
    }
}

#[inline(always)]
fn is_nan<T: Element>(x: T) -> bool {
    x.partial_cmp(&x).is_none()
}

/// What a comparison costs, in additions.
const COST: usize = 2;
/// The best so far of as many elements at once: four of the widest vectors.
const LANES: usize = 32;
/// Columns that are compared row by row: what the first cache holds of their bests and positions.
const TILE: usize = 512;

/// The loops of an [`Order`].
pub(crate) trait Search<T>: Sync {
    /// Where the first of `size` elements, `stride` apart, is, counted from 0.
    fn first(&self, x: &[T], size: usize, stride: usize) -> usize;
    /// The first of each column of `size` rows, `stride` apart, and the row that it is in.
    fn first_of_columns(&self, x: &[T], size: usize, stride: usize, values: &mut [T], indices: &mut [i64]);
}

impl<T: Element, O: Order<T>> Search<T> for O {
    fn first(&self, x: &[T], size: usize, stride: usize) -> usize {
        if stride == 1 {
            let (x, order) = (&x[..size], PhantomData::<O>);
            return dispatch(Contiguous { x, order });
        }
        let first = |best, at| {
            if O::beats(x[at * stride], x[best * stride]) {
                at
            } else {
                best
            }
        };
        (1..size).fold(0, first)
    }

    fn first_of_columns(&self, x: &[T], size: usize, stride: usize, values: &mut [T], indices: &mut [i64]) {
        dispatch(Columns {
            x,
            size,
            stride,
            values,
            indices,
            order: PhantomData::<O>,
        });
    }
}

/// Writes the first of `dim`, which is not empty, to `values` and its position to `indices`, row by row over the other
/// dimensions.
pub(crate) fn extreme<T: Element>(
    search: &dyn Search<T>,
    layout: &Layout,
    dim: usize,
    x: &[T],
    values: &mut [T],
    indices: &mut [i64],
) {
    let (size, stride) = match layout.shape().get(dim) {
        Some(size) => (*size, layout.strides()[dim]),
        None => (1, 0),
    };
    let others: Vec<usize> = (0..layout.rank()).filter(|other| *other != dim).collect();
    let others = layout.permute(&others);
    let rows = Rows::new(others.shape(), [others.strides()]);
    let [step] = rows.step;
    let by_columns = step == 1 && stride != 1;
    let (len, values, indices) = (values.len(), Pieces::new(values), Pieces::new(indices));
    for_each_piece(len, 1, size * COST, |range| {
        let first = range.start;
        // SAFETY: the ranges are disjoint.
        let (values, indices) = unsafe { (values.take(range.clone()), indices.take(range)) };
        for Row {
            start,
            len,
            place: [place],
        } in rows.walk(first, values.len())
        {
            let x = &x[place..];
            let (values, indices) = (&mut values[start..][..len], &mut indices[start..][..len]);
            if by_columns {
                let tiles = values.chunks_mut(TILE).zip(indices.chunks_mut(TILE));
                for (number, (values, indices)) in tiles.enumerate() {
                    search.first_of_columns(&x[number * TILE..], size, stride, values, indices);
                }
                continue;
            }
            for (i, (value, index)) in values.iter_mut().zip(indices).enumerate() {
                let x = &x[i * step..];
                let at = search.first(x, size, stride);
                *value = x[at * stride];
                *index = at as i64;
            }
        }
    });
}

/// Where the first of contiguous elements is: the first that the best of all does not beat.
struct Contiguous<'a, T, O> {
    x: &'a [T],
    order: PhantomData<O>,
}

impl<T: Element, O: Order<T>> Kernel for Contiguous<'_, T, O> {
    const BEST: Level = best_for_streams(T::DTYPE);
    type Output = usize;
    #[inline(always)]
    fn run<A: Arch>(self, _: A) -> usize {
        let x = self.x;
        let (chunks, rest) = x.as_chunks::<LANES>();
        let better = |best: T, x: T| if O::beats(x, best) { x } else { best };
        let mut best = x[0];
        if let Some((first, chunks)) = chunks.split_first() {
            let mut lanes = *first;
            for chunk in chunks {
                for i in 0..LANES {
                    lanes[i] = better(lanes[i], chunk[i]);
                }
            }
            best = lanes.into_iter().fold(best, better);
        }
        best = rest.iter().copied().fold(best, better);
        let is_best = |x: &T| !O::beats(best, *x);
        let has_best = |chunk: &[T; LANES]| chunk.iter().fold(false, |has, x| has | is_best(x));
        let before = chunks.iter().position(has_best).unwrap_or(chunks.len()) * LANES;
        // One is found: `best` is an element of `x`.
        before + x[before..].iter().position(is_best).unwrap_or(0)
    }
}

/// The first of each column, row by row.
struct Columns<'a, T, O> {
    x: &'a [T],
    size: usize,
    stride: usize,
    values: &'a mut [T],
    indices: &'a mut [i64],
    order: PhantomData<O>,
}

impl<T: Element, O: Order<T>> Kernel for Columns<'_, T, O> {
    const BEST: Level = best_for_streams(T::DTYPE);
    type Output = ();
    #[inline(always)]
    fn run<A: Arch>(self, _: A) {
        let Self {
            x, values, indices, ..
        } = self;
        let len = values.len();
        let indices = &mut indices[..len];
        values.copy_from_slice(&x[..len]);
        indices.fill(0);
        for at in 1..self.size {
            let row = &x[at * self.stride..][..len];
            for j in 0..len {
                let better = O::beats(row[j], values[j]);
                values[j] = if better { row[j] } else { values[j] };
                indices[j] = if better { at as i64 } else { indices[j] };
            }
        }
    }
}
