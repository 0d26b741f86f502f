//! Elements folded into one, and rows into one row, in an order that depends on their number alone.
//!
//! Neighbours are folded into several accumulators at a time, and rows into each other. Blocks of them are then joined
//! in pairs, so that a sum of n numbers is off by log n roundings, not by n.

use crate::dtype::Element;
use crate::kernel::monoid::Monoid;
use crate::kernel::rows::{Row, Rows};

/// Accumulators of a row: enough for four of the widest vectors.
const LANES: usize = 32;
/// Elements that go through the accumulators before they are joined.
pub(crate) const BLOCK: usize = 32 * LANES;
/// Rows that are folded into each other before they are joined with others.
pub(crate) const ROW_BLOCK: usize = 64;
/// Elements of a row that are folded with the other rows' before the next: what the first cache holds.
pub(crate) const TILE: usize = 2048;
/// As many pairs of pairs as a count has bits.
const LEVELS: usize = usize::BITS as usize;

/// All of `reduced`, from the start of `x`, as one.
#[inline(always)]
pub(crate) fn fold_one<T: Element, M: Monoid<T>>(reduced: &Rows<1>, x: &[T]) -> T {
    let (len, [step]) = (reduced.len, reduced.step);
    if step == 1 && reduced.count() == 1 {
        return fold_slice::<T, M>(&x[..len]);
    }
    let mut levels = [M::IDENTITY; LEVELS];
    let mut pairs = Pairs {
        levels: &mut levels,
        width: 1,
        count: 0,
    };
    for Row { place: [place], .. } in reduced.iter() {
        let mut first = 0;
        while first < len {
            let size = BLOCK.min(len - first);
            let x = &x[place + first * step..];
            let mut one = [if step == 1 {
                fold_block::<T, M>(&x[..size])
            } else {
                (0..size).fold(M::IDENTITY, |sum, i| M::join(sum, x[i * step]))
            }];
            pairs.push::<M>(&mut one);
            first += size;
        }
    }
    let mut one = [M::IDENTITY];
    pairs.finish::<M>(&mut one);
    one[0]
}

/// Any number of neighbours as one.
#[inline(always)]
pub(crate) fn fold_slice<T: Element, M: Monoid<T>>(x: &[T]) -> T {
    if x.len() <= BLOCK {
        return fold_block::<T, M>(x);
    }
    let mut levels = [M::IDENTITY; LEVELS];
    let mut pairs = Pairs {
        levels: &mut levels,
        width: 1,
        count: 0,
    };
    for block in x.chunks(BLOCK) {
        pairs.push::<M>(&mut [fold_block::<T, M>(block)]);
    }
    let mut one = [M::IDENTITY];
    pairs.finish::<M>(&mut one);
    one[0]
}

/// Rows of the length of `out`, joined in pairs. If each is the fold of one power of two of blocks, and the last of
/// that many or fewer, `out` is what all blocks would give.
pub(crate) fn join_in_pairs<T: Element, M: Monoid<T>>(rows: &mut [T], out: &mut [T]) {
    let width = out.len();
    let depth = (usize::BITS - (rows.len() / width).leading_zeros()) as usize;
    let mut pairs = Pairs {
        levels: &mut vec![M::IDENTITY; depth * width],
        width,
        count: 0,
    };
    for row in rows.chunks_exact_mut(width) {
        pairs.push::<M>(row);
    }
    pairs.finish::<M>(out);
}

/// At most [`BLOCK`] neighbours as one.
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
        // Seen as one array in memory here, the lanes stay whole vectors in the loop; else the compiler keeps them in
        // the pairs that the next lines join.
        let lanes = std::hint::black_box(lanes);
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
    let four: [T; 4] = std::array::from_fn(|i| M::join(eight[i], eight[i + 4]));
    M::join(M::join(M::join(four[0], four[2]), M::join(four[1], four[3])), one)
}

/// All rows of `reduced`, each as long as `out`, folded into `out`.
#[inline(always)]
pub(crate) fn fold_rows<T: Element, M: Monoid<T>>(reduced: &Rows<1>, x: &[T], out: &mut [T]) {
    let (count, [step]) = (reduced.len, reduced.step);
    let blocks = reduced.count() * count.div_ceil(ROW_BLOCK);
    let depth = (usize::BITS - blocks.leading_zeros()) as usize;
    let mut levels = Vec::new();
    for (tile, out) in out.chunks_mut(TILE).enumerate() {
        let x = &x[tile * TILE..];
        if reduced.count() == 1 && count <= ROW_BLOCK {
            fold_row_block::<T, M>(x, step, count, out);
            continue;
        }
        let width = out.len();
        levels.resize(depth * width, M::IDENTITY);
        let mut pairs = Pairs {
            levels: &mut levels,
            width,
            count: 0,
        };
        for Row { place: [place], .. } in reduced.iter() {
            for first in (0..count).step_by(ROW_BLOCK) {
                fold_row_block::<T, M>(
                    &x[place + first * step..],
                    step,
                    ROW_BLOCK.min(count - first),
                    out,
                );
                pairs.push::<M>(out);
            }
        }
        pairs.finish::<M>(out);
    }
}

/// `count` rows, `step` apart, into `out`.
#[inline(always)]
fn fold_row_block<T: Element, M: Monoid<T>>(x: &[T], step: usize, count: usize, out: &mut [T]) {
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

/// Joins a stream of rows in pairs, and pairs of pairs: level `l` holds the join of `2^l` of them while bit `l` of
/// their count is set.
struct Pairs<'a, T> {
    levels: &'a mut [T],
    width: usize,
    count: usize,
}

impl<T: Element> Pairs<'_, T> {
    /// Takes in a row, whose elements are then used up.
    #[inline(always)]
    fn push<M: Monoid<T>>(&mut self, row: &mut [T]) {
        let full = self.count.trailing_ones() as usize;
        for level in 0..full {
            self.join_level::<M>(level, row);
        }
        self.levels[full * self.width..][..self.width].copy_from_slice(row);
        self.count += 1;
    }

    /// The join of all.
    #[inline(always)]
    fn finish<M: Monoid<T>>(&self, out: &mut [T]) {
        out.fill(M::IDENTITY);
        for level in 0..self.levels.len() / self.width {
            if self.count >> level & 1 == 1 {
                self.join_level::<M>(level, out);
            }
        }
    }

    #[inline(always)]
    fn join_level<M: Monoid<T>>(&self, level: usize, row: &mut [T]) {
        let held = &self.levels[level * self.width..][..self.width];
        for (row, held) in row.iter_mut().zip(held) {
            *row = M::join(*held, *row);
        }
    }
}
