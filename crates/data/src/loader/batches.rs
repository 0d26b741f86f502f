//! One epoch of a loader.

use std::fmt;
use std::sync::Arc;

use super::fetcher::Fetcher;
use super::order::Epoch;
use super::{DataLoader, Fetch};
use crate::dataset::Dataset;

/// The batches of one epoch; made by [`DataLoader::iter`] or by looping over `&loader`.
pub struct Batches<'a, D, F> {
    fetcher: Arc<Fetcher<D, F>>,
    epoch: Epoch<'a>,
}

impl<'a, D: Dataset, F: Fetch<D>> Batches<'a, D, F> {
    pub(super) fn new(loader: &'a DataLoader<D, F>) -> Self {
        Self {
            fetcher: Arc::clone(&loader.fetcher),
            epoch: loader.order.epoch(loader.fetcher.dataset.len()),
        }
    }
}

impl<D: Dataset, F: Fetch<D>> Iterator for Batches<'_, D, F> {
    type Item = F::Batch;

    #[track_caller]
    fn next(&mut self) -> Option<F::Batch> {
        let indices = self.epoch.next_batch()?;
        Some(self.fetcher.fetch(indices))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.epoch.left(), Some(self.epoch.left()))
    }
}

/// The length is what the sampler says.
impl<D: Dataset, F: Fetch<D>> ExactSizeIterator for Batches<'_, D, F> {}

impl<D, F> fmt::Debug for Batches<'_, D, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batches")
            .field("left", &self.epoch.left())
            .finish_non_exhaustive()
    }
}
