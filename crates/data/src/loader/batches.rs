//! One epoch of a loader.

use std::fmt;
use std::sync::Arc;

use autograd::Error;

use super::fetcher::Fetcher;
use super::order::Epoch;
use super::progress::Progress;
use super::workers::Prefetch;
use super::{DataLoader, Fetch};
use crate::dataset::Dataset;
use crate::dataset::item::Streams;

/// The batches of one epoch; made by [`DataLoader::iter`] or by looping over `&loader`.
pub struct Batches<'a, D: Dataset, F: Fetch<D>> {
    fetcher: Arc<Fetcher<D, F>>,
    epoch: Epoch<'a>,
    epoch_seed: u64,
    /// Those of samples that are fetched here.
    streams: Streams,
    /// What fetches ahead, if the loader has workers.
    prefetch: Option<Prefetch<'a, F::Batch>>,
    progress: &'a Progress,
    /// The number of this epoch among those of the loader, and how many of its batches the loop has been given.
    run: u64,
    delivered: usize,
}

impl<'a, D: Dataset, F: Fetch<D>> Batches<'a, D, F> {
    #[track_caller]
    pub(super) fn new(loader: &'a DataLoader<D, F>) -> Self {
        let samples = loader.fetcher.dataset.len();
        let prefetch = loader.workers.begin(&loader.fetcher);
        let (run, resumed) = loader.progress.begin(|| loader.order.states());
        let epoch = match &resumed {
            None => loader.order.epoch(samples),
            Some(resumed) => {
                // The order is drawn as it was; then the streams go on from where they are.
                let now = loader.order.states();
                loader.order.set_states(&resumed.began);
                let mut epoch = loader.order.epoch(samples);
                epoch.replay(resumed.delivered, resumed.drawn);
                loader.order.set_states(&now);
                epoch
            }
        };
        Self {
            fetcher: Arc::clone(&loader.fetcher),
            epoch_seed: epoch.seed(),
            streams: Streams::new(epoch.seed()),
            epoch,
            prefetch,
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
        let batch = match self.prefetch {
            None => self.fetched(),
            Some(_) => self.prefetched(),
        };
        match batch {
            None => self.progress.end(self.run),
            Some(_) => self.progress.came(self.run, self.delivered, self.epoch.drawn()),
        }
        batch
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.left();
        (left, Some(left))
    }
}

impl<D: Dataset, F: Fetch<D>> Batches<'_, D, F> {
    /// The next batch, fetched here.
    #[track_caller]
    fn fetched(&mut self) -> Option<F::Batch> {
        let number = self.delivered;
        let indices = Error::raise_memory_here(|| self.epoch.next_batch())?;
        self.delivered += 1;
        Some(self.fetcher.fetch(&self.streams, number, indices))
    }

    /// The next batch, which a worker has fetched.
    #[track_caller]
    fn prefetched(&mut self) -> Option<F::Batch> {
        self.fetch_ahead();
        let prefetch = self.prefetch.as_mut()?;
        if prefetch.under_way() == 0 {
            return None;
        }
        self.delivered += 1;
        let batch = prefetch.take();
        // The worker goes on while the loop does.
        self.fetch_ahead();
        batch
    }

    /// Hands out batches as long as workers have room for them.
    fn fetch_ahead(&mut self) {
        let Some(prefetch) = &mut self.prefetch else {
            return;
        };
        while prefetch.has_room() {
            let number = self.delivered + prefetch.under_way();
            match self.epoch.next_batch() {
                Some(indices) => prefetch.send(self.epoch_seed, number, indices),
                None => break,
            }
        }
    }

    /// How many batches the loop should still be given.
    fn left(&self) -> usize {
        self.epoch.left() + self.prefetch.as_ref().map_or(0, Prefetch::under_way)
    }
}

/// The length is what the sampler says.
impl<D: Dataset, F: Fetch<D>> ExactSizeIterator for Batches<'_, D, F> {}

impl<D: Dataset, F: Fetch<D>> fmt::Debug for Batches<'_, D, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batches")
            .field("left", &self.left())
            .finish_non_exhaustive()
    }
}
