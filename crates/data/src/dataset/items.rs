//! Iterating a dataset.

use std::fmt;
use std::iter::FusedIterator;
use std::ops::Range;

use super::Dataset;

/// The samples of a dataset in order; made by [`Dataset::iter`].
pub struct Items<'a, D> {
    dataset: &'a D,
    indices: Range<usize>,
}

impl<'a, D: Dataset> Items<'a, D> {
    pub(super) fn new(dataset: &'a D) -> Self {
        Self {
            dataset,
            indices: 0..dataset.len(),
        }
    }
}

impl<D: Dataset> Iterator for Items<'_, D> {
    type Item = D::Item;

    fn next(&mut self) -> Option<D::Item> {
        self.indices.next().map(|index| self.dataset.get(index))
    }

    fn nth(&mut self, n: usize) -> Option<D::Item> {
        // The samples before are not fetched.
        self.indices.nth(n).map(|index| self.dataset.get(index))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.indices.size_hint()
    }
}

impl<D: Dataset> DoubleEndedIterator for Items<'_, D> {
    fn next_back(&mut self) -> Option<D::Item> {
        self.indices.next_back().map(|index| self.dataset.get(index))
    }
}

impl<D: Dataset> ExactSizeIterator for Items<'_, D> {}

impl<D: Dataset> FusedIterator for Items<'_, D> {}

impl<D> fmt::Debug for Items<'_, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Items").field(&self.indices).finish()
    }
}
