//! One epoch of a loader.

use std::fmt;
use std::sync::Arc;

use super::fetcher::Fetcher;
use super::order::Epoch;
use super::progress::Progress;
use super::{DataLoader, Fetch};
use crate::dataset::Dataset;

/// The batches of one epoch; made by [`DataLoader::iter`] or by looping over `&loader`.
pub struct Batches<'a, D, F> {
    fetcher: Arc<Fetcher<D, F>>,
    epoch: Epoch<'a>,
    progress: &'a Progress,
    /// The number of this epoch among those of the loader, and how many of its batches the loop has been given.
    run: u64,
    delivered: usize,
}

impl<'a, D: Dataset, F: Fetch<D>> Batches<'a, D, F> {
    pub(super) fn new(loader: &'a DataLoader<D, F>) -> Self {
        let samples = loader.fetcher.dataset.len();
        let (run, resumed) = loader.progress.begin(|| loader.order.states());
        let epoch = match &resumed {
            None => loader.order.epoch(samples),
            Some(resumed) => {
                // The order is drawn as it was; then the streams go on from where they are.
                let now = loader.order.states();
                loader.order.set_states(&resumed.began);
                let mut epoch = loader.order.epoch(samples);
                epoch.skip(resumed.delivered);
                loader.order.set_states(&now);
                epoch
            }
        };
        Self {
            fetcher: Arc::clone(&loader.fetcher),
            epoch,
            progress: &loader.progress,
            run,
            delivered: resumed.map_or(0, |resumed| resumed.delivered),
        }
    }
}

impl<D: Dataset, F: Fetch<D>> Iterator for Batches<'_, D, F> {
    type Item = F::Batch;

    #[track_caller]
    fn next(&mut self) -> Option<F::Batch> {
        let Some(indices) = self.epoch.next_batch() else {
            self.progress.end(self.run);
            return None;
        };
        self.delivered += 1;
        self.progress.delivered(self.run, self.delivered);
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
