//! The extreme along one dimension, and where it is.

use std::marker::PhantomData;

use crate::dtype::Element;
use crate::kernel::rows::{Row, Rows};
use crate::kernel::simd::{Arch, Kernel, Level, best_for_streams, dispatch};
use crate::kernel::threads::{Pieces, for_each_piece};
use crate::layout::Layout;

/// Which of two elements comes first.
pub(crate) trait Order: Sync {
    /// Whether `a` comes before `b`. Not-a-number comes before every number; equals do not come before each other.
    /// `#[inline(always)]` in every implementation.
    fn beats<T: Element>(a: T, b: T) -> bool;
}

/// The largest first.
pub(crate) struct Largest;
impl Order for Largest {
    #[inline(always)]
    fn beats<T: Element>(a: T, b: T) -> bool {
        (a > b) | (is_nan(a) & !is_nan(b))
    }
}

/// The smallest first.
pub(crate) struct Smallest;
impl Order for Smallest {
    #[inline(always)]
    fn beats<T: Element>(a: T, b: T) -> bool {
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

/// Writes the first of `dim`, which is not empty, by order `O` to `values` and its position to `indices`, row by row
/// over the other dimensions.
pub(crate) fn extreme<T: Element, O: Order>(
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
    let (len, values, indices) = (values.len(), Pieces::new(values), Pieces::new(indices));
    for_each_piece(len, 1, size * COST, |range| {
        let first = range.start;
        // SAFETY: the ranges are disjoint.
        let (values, indices) = unsafe { (values.take(range.clone()), indices.take(range)) };
        dispatch(Extreme::<T, O> {
            rows: &rows,
            first,
            size,
            stride,
            x,
            values,
            indices,
            order: PhantomData,
        });
    });
}

struct Extreme<'a, T, O> {
    rows: &'a Rows<1>,
    first: usize,
    size: usize,
    stride: usize,
    x: &'a [T],
    values: &'a mut [T],
    indices: &'a mut [i64],
    order: PhantomData<O>,
}

impl<T: Element, O: Order> Kernel for Extreme<'_, T, O> {
    const BEST: Level = best_for_streams(T::DTYPE);
    type Output = ();
    #[inline(always)]
    fn run<A: Arch>(self, _: A) {
        let Self {
            rows, size, stride, ..
        } = self;
        let [step] = rows.step;
        for Row {
            start,
            len,
            place: [place],
        } in rows.walk(self.first, self.values.len())
        {
            let x = &self.x[place..];
            let (values, indices) = (
                &mut self.values[start..][..len],
                &mut self.indices[start..][..len],
            );
            if step == 1 && stride != 1 {
                let tiles = values.chunks_mut(TILE).zip(indices.chunks_mut(TILE));
                for (number, (values, indices)) in tiles.enumerate() {
                    first_of_columns::<T, O>(size, stride, &x[number * TILE..], values, indices);
                }
                continue;
            }
            for i in 0..len {
                let x = &x[i * step..];
                let at = if stride == 1 {
                    first_of_neighbours::<T, O>(&x[..size])
                } else {
                    let better = |best, at| {
                        if O::beats(x[at * stride], x[best * stride]) {
                            at
                        } else {
                            best
                        }
                    };
                    (1..size).fold(0, better)
                };
                values[i] = x[at * stride];
                indices[i] = at as i64;
            }
        }
    }
}

/// Where the first of `x` by order `O` is: the first that the best of all does not beat.
#[inline(always)]
fn first_of_neighbours<T: Element, O: Order>(x: &[T]) -> usize {
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

/// The first of each column of `size` rows, `stride` apart, by order `O`.
#[inline(always)]
fn first_of_columns<T: Element, O: Order>(
    size: usize,
    stride: usize,
    x: &[T],
    values: &mut [T],
    indices: &mut [i64],
) {
    let len = values.len();
    let indices = &mut indices[..len];
    values.copy_from_slice(&x[..len]);
    indices.fill(0);
    for at in 1..size {
        let row = &x[at * stride..][..len];
        for j in 0..len {
            let better = O::beats(row[j], values[j]);
            values[j] = if better { row[j] } else { values[j] };
            indices[j] = if better { at as i64 } else { indices[j] };
        }
    }
}
