//! Elements folded into one, and rows into one row, in an order that depends on their number alone.
//!
//! Contiguous elements are folded into several accumulators at a time, and rows into each other. Blocks of them are then joined
//! in pairs, so that a sum of n numbers is off by log n roundings, not by n. Only the blocks' loops are compiled for
//! each monoid.

use std::marker::PhantomData;

use crate::dtype::Element;
use crate::kernel::lanes::in_memory;
use crate::kernel::monoid::Monoid;
use crate::kernel::rows::{Row, Rows};
use crate::kernel::simd::{Arch, Kernel, Level, best_for_streams, dispatch};
use crate::scratch;

/// Accumulators of a row: enough for four of the widest vectors.
const LANES: usize = 32;
/// Accumulators of elements that are not contiguous, and join no vector.
const FEW_LANES: usize = 8;
/// Elements that go through the accumulators before they are joined.
pub(crate) const BLOCK: usize = 32 * LANES;
/// Blocks that are folded at one call, and the level of [`Pairs`] that their join belongs to.
const BLOCKS: usize = 1 << BLOCKS_LEVEL;
const BLOCKS_LEVEL: usize = 4;
/// Rows that are folded into each other before they are joined with others.
pub(crate) const ROW_BLOCK: usize = 64;
/// Elements of a row that are folded with the other rows' before the next: what the first cache holds.
pub(crate) const TILE: usize = 2048;
/// As many pairs of pairs as a count has bits.
const LEVELS: usize = usize::BITS as usize;

/// The loops of a [`Monoid`].
pub(crate) trait Fold<T>: Sync {
    /// [`Monoid::IDENTITY`].
    fn identity(&self) -> T;
    /// Each of `row` joined with its counterpart in `held`, which comes before it.
    fn join(&self, held: &[T], row: &mut [T]);
    /// A power of two of contiguous elements, which are then used up, joined in pairs.
    fn join_all(&self, x: &mut [T]) -> T;
    /// `len` contiguous elements, at most a [`BLOCK`], from each `step`th element on, as one, for each of `out`.
    fn blocks(&self, x: &[T], step: usize, len: usize, out: &mut [T]);
    /// `count` elements, `step` apart, as one.
    fn strided(&self, x: &[T], step: usize, count: usize) -> T;
    /// `count` rows as long as `out`, `step` apart, into `out`.
    fn rows(&self, x: &[T], step: usize, count: usize, out: &mut [T]);
}

impl<T: Element, M: Monoid<T>> Fold<T> for M {
    fn identity(&self) -> T {
        M::IDENTITY
    }

    fn join(&self, held: &[T], row: &mut [T]) {
        for (row, held) in row.iter_mut().zip(held) {
            *row = M::join(*held, *row);
        }
    }

    fn join_all(&self, x: &mut [T]) -> T {
        let mut len = x.len();
        while len > 1 {
            len /= 2;
            for i in 0..len {
                x[i] = M::join(x[2 * i], x[2 * i + 1]);
            }
        }
        x[0]
    }

    fn blocks(&self, x: &[T], step: usize, len: usize, out: &mut [T]) {
        dispatch(Blocks {
            monoid: PhantomData::<M>,
            x,
            step,
            len,
            out,
        });
    }

    fn strided(&self, x: &[T], step: usize, count: usize) -> T {
        let mut lanes = [M::IDENTITY; FEW_LANES];
        for i in 0..count {
            let lane = &mut lanes[i % FEW_LANES];
            *lane = M::join(*lane, x[i * step]);
        }
        self.join_all(&mut lanes)
    }

    fn rows(&self, x: &[T], step: usize, count: usize, out: &mut [T]) {
        dispatch(RowBlock {
            monoid: PhantomData::<M>,
            x,
            step,
            count,
            out,
        });
    }
}

struct Blocks<'a, M, T> {
    monoid: PhantomData<M>,
    x: &'a [T],
    step: usize,
    len: usize,
    out: &'a mut [T],
}

impl<T: Element, M: Monoid<T>> Kernel for Blocks<'_, M, T> {
    const BEST: Level = best_for_streams(T::DTYPE);
    type Output = ();
    #[inline(always)]
    fn run<A: Arch>(self, _: A) {
        for (i, out) in self.out.iter_mut().enumerate() {
            *out = fold_block::<T, M>(&self.x[i * self.step..][..self.len]);
        }
    }
}

struct RowBlock<'a, M, T> {
    monoid: PhantomData<M>,
    x: &'a [T],
    step: usize,
    count: usize,
    out: &'a mut [T],
}

impl<T: Element, M: Monoid<T>> Kernel for RowBlock<'_, M, T> {
    const BEST: Level = best_for_streams(T::DTYPE);
    type Output = ();
    #[inline(always)]
    fn run<A: Arch>(self, _: A) {
        let Self {
            x, step, count, out, ..
        } = self;
        let width = out.len();
        out.copy_from_slice(&x[..width]);
        let row = |i: usize| &x[i * step..][..width];
        let mut i = 1;
        // Four at a time: `out` is read and written once for them.
        while i + 4 <= count {
            let (a, b, c, d) = (row(i), row(i + 1), row(i + 2), row(i + 3));
            for j in 0..width {
                out[j] = M::join(out[j], M::join(M::join(a[j], b[j]), M::join(c[j], d[j])));
            }
            i += 4;
        }
        while i < count {
            let a = row(i);
            for j in 0..width {
                out[j] = M::join(out[j], a[j]);
            }
            i += 1;
        }
    }
}

/// At most [`BLOCK`] contiguous elements as one.
#[inline(always)]
fn fold_block<T: Element, M: Monoid<T>>(x: &[T]) -> T {
    let (wide, rest) = x.as_chunks::<LANES>();
    let (narrow, tail) = rest.as_chunks::<8>();
    let mut eight = [M::IDENTITY; 8];
    if !wide.is_empty() {
        let mut lanes = [M::IDENTITY; LANES];
        for chunk in wide {
            for i in 0..LANES {
                lanes[i] = M::join(lanes[i], chunk[i]);
            }
        }
        let lanes = in_memory(lanes);
        for i in 0..8 {
            eight[i] = M::join(
                M::join(lanes[i], lanes[i + 8]),
                M::join(lanes[i + 16], lanes[i + 24]),
            );
        }
    }
    for chunk in narrow {
        for i in 0..8 {
            eight[i] = M::join(eight[i], chunk[i]);
        }
    }
    let mut one = M::IDENTITY;
    for x in tail {
        one = M::join(one, *x);
    }
    let eight = in_memory(eight);
    let four: [T; 4] = std::array::from_fn(|i| M::join(eight[i], eight[i + 4]));
    let four = in_memory(four);
    M::join(M::join(M::join(four[0], four[2]), M::join(four[1], four[3])), one)
}

/// Any number of contiguous elements as one, in a kernel: few where the kernel's own instructions are, many by
/// [`fold_slice`].
#[inline(always)]
pub(crate) fn fold_inline<T: Element, M: Monoid<T>>(monoid: M, x: &[T]) -> T {
    if x.len() <= BLOCK {
        fold_block::<T, M>(x)
    } else {
        fold_slice(&monoid, x)
    }
}

/// Any number of contiguous elements as one.
pub(crate) fn fold_slice<T: Element>(fold: &dyn Fold<T>, x: &[T]) -> T {
    let mut one = [fold.identity()];
    if x.len() <= BLOCK {
        fold.blocks(x, 0, x.len(), &mut one);
        return one[0];
    }
    let mut levels = [fold.identity(); LEVELS];
    let mut pairs = Pairs::new(fold, &mut levels, 1);
    let (many, rest) = x.as_chunks::<{ BLOCKS * BLOCK }>();
    let mut blocks = [fold.identity(); BLOCKS];
    for x in many {
        fold.blocks(x, BLOCK, BLOCK, &mut blocks);
        one[0] = fold.join_all(&mut blocks);
        pairs.push(&mut one, BLOCKS_LEVEL);
    }
    for x in rest.chunks(BLOCK) {
        fold.blocks(x, 0, x.len(), &mut one);
        pairs.push(&mut one, 0);
    }
    pairs.finish(&mut one);
    one[0]
}

/// All of `reduced`, from the start of `x`, as one.
pub(crate) fn fold_one<T: Element>(fold: &dyn Fold<T>, reduced: &Rows<1>, x: &[T]) -> T {
    let (len, [step]) = (reduced.len, reduced.step);
    if step == 1 && reduced.count() == 1 {
        return fold_slice(fold, &x[..len]);
    }
    let mut levels = [fold.identity(); LEVELS];
    let mut pairs = Pairs::new(fold, &mut levels, 1);
    let mut one = [fold.identity()];
    for Row { place: [place], .. } in reduced.iter() {
        for first in (0..len).step_by(BLOCK) {
            let size = BLOCK.min(len - first);
            let x = &x[place + first * step..];
            if step == 1 {
                fold.blocks(x, 0, size, &mut one);
            } else {
                one[0] = fold.strided(x, step, size);
            }
            pairs.push(&mut one, 0);
        }
    }
    pairs.finish(&mut one);
    one[0]
}

/// All rows of `reduced`, each as long as `out`, folded into `out`.
pub(crate) fn fold_rows<T: Element>(fold: &dyn Fold<T>, reduced: &Rows<1>, x: &[T], out: &mut [T]) {
    let (count, [step]) = (reduced.len, reduced.step);
    let blocks = reduced.count() * count.div_ceil(ROW_BLOCK);
    let depth = depth(blocks);
    let mut levels = Vec::new();
    for (tile, out) in out.chunks_mut(TILE).enumerate() {
        let x = &x[tile * TILE..];
        if blocks == 1 {
            fold.rows(x, step, count, out);
            continue;
        }
        let width = out.len();
        scratch::resize(&mut levels, depth * width, fold.identity());
        let mut pairs = Pairs::new(fold, &mut levels[..depth * width], width);
        for Row { place: [place], .. } in reduced.iter() {
            for first in (0..count).step_by(ROW_BLOCK) {
                let x = &x[place + first * step..];
                fold.rows(x, step, ROW_BLOCK.min(count - first), out);
                pairs.push(out, 0);
            }
        }
        pairs.finish(out);
    }
}

/// Rows of the length of `out`, joined in pairs. If each is the fold of one power of two of blocks, and the last of
/// that many or fewer, `out` is what all blocks would give.
pub(crate) fn join_in_pairs<T: Element>(fold: &dyn Fold<T>, rows: &mut [T], out: &mut [T]) {
    let width = out.len();
    let mut levels = scratch::filled(fold.identity(), depth(rows.len() / width) * width);
    let mut pairs = Pairs::new(fold, &mut levels, width);
    for row in rows.chunks_exact_mut(width) {
        pairs.push(row, 0);
    }
    pairs.finish(out);
}

/// The levels that [`Pairs`] need for `count` rows.
fn depth(count: usize) -> usize {
    (usize::BITS - count.leading_zeros()) as usize
}

/// Joins a stream of rows in pairs, and pairs of pairs: level `l` holds the join of `2^l` of them while bit `l` of
/// their count is set.
struct Pairs<'a, T> {
    fold: &'a dyn Fold<T>,
    levels: &'a mut [T],
    width: usize,
    count: usize,
}

impl<'a, T: Element> Pairs<'a, T> {
    fn new(fold: &'a dyn Fold<T>, levels: &'a mut [T], width: usize) -> Self {
        Self {
            fold,
            levels,
            width,
            count: 0,
        }
    }

    /// Takes in the join of `2^level` rows, whose elements are then used up; the lower levels are free.
    fn push(&mut self, row: &mut [T], level: usize) {
        let free = level + (self.count >> level).trailing_ones() as usize;
        for level in level..free {
            self.fold.join(self.level(level), row);
        }
        self.levels[free * self.width..][..self.width].copy_from_slice(row);
        self.count += 1 << level;
    }

    /// The join of all.
    fn finish(&self, out: &mut [T]) {
        out.fill(self.fold.identity());
        for level in 0..self.levels.len() / self.width {
            if self.count >> level & 1 == 1 {
                self.fold.join(self.level(level), out);
            }
        }
    }

    fn level(&self, level: usize) -> &[T] {
        &self.levels[level * self.width..][..self.width]
    }
}
