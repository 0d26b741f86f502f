//! Walks over the elements of operands that lie anyhow, as rows.
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

    /// The rows in order: each one's number, and every operand's first place in it. To be looped over with `for`: a
    /// closure that several levels share would be compiled for none of them.
    #[inline(always)]
    pub(crate) fn iter(&self) -> Walk<'_, N> {
        Walk {
            outer: &self.outer,
            at: SmallVec::from_elem(0, self.outer.len()),
            place: [0; N],
            number: 0,
            count: self.count(),
        }
    }
}

/// A walk over [`Rows`].
pub(crate) struct Walk<'a, const N: usize> {
    outer: &'a [(usize, [usize; N])],
    at: SmallVec<[usize; 4]>,
    place: [usize; N],
    number: usize,
    count: usize,
}

impl<const N: usize> Walk<'_, N> {
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

impl<const N: usize> Iterator for Walk<'_, N> {
    type Item = (usize, [usize; N]);

    #[inline(always)]
    fn next(&mut self) -> Option<Self::Item> {
        if self.number == self.count {
            return None;
        }
        if self.number > 0 {
            self.advance();
        }
        self.number += 1;
        Some((self.number - 1, self.place))
    }
}
