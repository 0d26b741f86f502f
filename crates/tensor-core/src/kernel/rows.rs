//! Walks over the elements of strided arrays, as rows.
//!
//! [`Rows`] collapses neighbouring dimensions that lie without gaps, so that contiguous arrays are one row.

use smallvec::SmallVec;

/// The rows of `N` operands that are walked together.
pub(crate) struct Rows<const N: usize> {
    outer: SmallVec<[(usize, [usize; N]); 4]>,
    /// Elements in a row, and each operand's stride along it.
    pub(crate) len: usize,
    pub(crate) step: [usize; N],
}

impl<const N: usize> Rows<N> {
    /// One row.
    pub(crate) fn line(len: usize, step: [usize; N]) -> Self {
        Self {
            outer: SmallVec::new(),
            len,
            step,
        }
    }

    /// Rows over `shape`, for operands with these strides.
    pub(crate) fn new(shape: &[usize], strides: [&[usize]; N]) -> Self {
        let mut dims: SmallVec<[(usize, [usize; N]); 4]> = SmallVec::new();
        for (dim, size) in shape.iter().enumerate() {
            if *size == 1 {
                continue;
            }
            let step = strides.map(|strides| strides[dim]);
            match dims.last_mut() {
                Some((outer, above)) if (0..N).all(|i| above[i] == size * step[i]) => {
                    *outer *= size;
                    *above = step;
                }
                _ => dims.push((*size, step)),
            }
        }
        let (len, step) = dims.pop().unwrap_or((1, [1; N]));
        Self {
            outer: dims,
            len,
            step,
        }
    }

    /// How many rows there are.
    #[inline(always)]
    pub(crate) fn count(&self) -> usize {
        self.outer.iter().map(|(size, _)| size).product()
    }

    /// The rows in order, whole.
    #[inline(always)]
    pub(crate) fn iter(&self) -> Walk<'_, N> {
        self.walk(0, self.count() * self.len)
    }

    /// The rows of `count` elements from element `first` on, in order; the first and the last row may be parts. To be
    /// looped over with `for`: a closure that several levels share would be compiled for none of them.
    #[inline(always)]
    pub(crate) fn walk(&self, first: usize, count: usize) -> Walk<'_, N> {
        let mut walk = Walk {
            outer: &self.outer,
            len: self.len,
            step: self.step,
            at: SmallVec::from_elem(0, self.outer.len()),
            place: [0; N],
            skipped: 0,
            done: 0,
            count,
        };
        if first > 0 {
            walk.begin_at(first);
        }
        walk
    }
}

/// A walk over [`Rows`], from one to the next.
pub(crate) struct Walk<'a, const N: usize> {
    outer: &'a [(usize, [usize; N])],
    len: usize,
    step: [usize; N],
    at: SmallVec<[usize; 4]>,
    /// Where each operand's row begins.
    place: [usize; N],
    /// Elements of the row that come before the walk.
    skipped: usize,
    done: usize,
    count: usize,
}

impl<const N: usize> Walk<'_, N> {
    /// From the start to element `first`.
    #[cold]
    fn begin_at(&mut self, first: usize) {
        let mut row = first / self.len;
        self.skipped = first % self.len;
        for (at, (size, steps)) in self.at.iter_mut().zip(self.outer).rev() {
            *at = row % size;
            row /= size;
            for (place, step) in self.place.iter_mut().zip(steps) {
                *place += *at * step;
            }
        }
    }

    /// Moves every operand's place to the next row.
    #[inline]
    fn advance(&mut self) {
        for (at, (size, steps)) in self.at.iter_mut().zip(self.outer).rev() {
            *at += 1;
            if *at < *size {
                for (place, step) in self.place.iter_mut().zip(steps) {
                    *place += step;
                }
                return;
            }
            for (place, step) in self.place.iter_mut().zip(steps) {
                *place -= (*at - 1) * step;
            }
            *at = 0;
        }
    }
}

/// One row, or a part of one.
pub(crate) struct Row<const N: usize> {
    /// Elements of the walk that come before it.
    pub(crate) start: usize,
    pub(crate) len: usize,
    /// Each operand's first place in it.
    pub(crate) place: [usize; N],
}

impl<const N: usize> Iterator for Walk<'_, N> {
    type Item = Row<N>;

    #[inline(always)]
    fn next(&mut self) -> Option<Row<N>> {
        if self.done == self.count {
            return None;
        }
        if self.done > 0 {
            self.advance();
        }
        let skipped = std::mem::take(&mut self.skipped);
        let len = (self.len - skipped).min(self.count - self.done);
        let row = Row {
            start: self.done,
            len,
            place: std::array::from_fn(|i| self.place[i] + skipped * self.step[i]),
        };
        self.done += len;
        Some(row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_a_walk_continues_the_one_before() {
        // [3, 4, 5] transposed in the last two, beside a row that is repeated.
        let rows = Rows::new(&[3, 5, 4], [&[20, 1, 5], &[0, 0, 1]]);
        let places = |first, count| {
            let mut places = Vec::new();
            for row in rows.walk(first, count) {
                assert_eq!(row.start, places.len());
                places.extend((0..row.len).map(|i| [0, 1].map(|n| row.place[n] + i * rows.step[n])));
            }
            places
        };
        let all = places(0, 60);
        assert_eq!(all.len(), 60);
        assert_eq!(all[27], [20 + 1 + 3 * 5, 3]);
        for first in 0..60 {
            for end in first..60 {
                assert_eq!(places(first, end - first), all[first..end], "{first}..{end}");
            }
        }
    }
}
