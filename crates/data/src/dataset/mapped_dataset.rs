//! [`MappedDataset`]: the samples of another one, changed.

use std::fmt;

use super::{Dataset, Items};

/// The samples of a dataset, each as a function changes it; made by [`Dataset::map`].
///
/// The function runs when a sample is fetched, each time anew. What it draws at random comes from the sample's own stream.
#[derive(Clone)]
pub struct MappedDataset<D, F> {
    dataset: D,
    function: F,
}

impl<D, F> MappedDataset<D, F> {
    pub(super) fn new(dataset: D, function: F) -> Self {
        Self { dataset, function }
    }

    /// The dataset without the change.
    pub fn dataset(&self) -> &D {
        &self.dataset
    }
}

impl<D: Dataset, F: Fn(D::Item) -> T, T> Dataset for MappedDataset<D, F> {
    type Item = T;

    fn len(&self) -> usize {
        self.dataset.len()
    }

    #[track_caller]
    fn get(&self, index: usize) -> T {
        (self.function)(self.dataset.get(index))
    }
}

impl<'a, D: Dataset, F: Fn(D::Item) -> T, T> IntoIterator for &'a MappedDataset<D, F> {
    type Item = T;
    type IntoIter = Items<'a, MappedDataset<D, F>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<D: fmt::Debug, F> fmt::Debug for MappedDataset<D, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MappedDataset")
            .field("dataset", &self.dataset)
            .finish_non_exhaustive()
    }
}
