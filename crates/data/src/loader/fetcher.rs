//! [`Fetcher`]: all that fetching needs.

use super::Fetch;
use crate::dataset::Dataset;
use crate::dataset::item::Streams;

/// A dataset and how batches are made of it, and nothing of the order: whoever holds a handle to this can fetch, on
/// any thread, what a loop has drawn on another.
pub(super) struct Fetcher<D, F> {
    pub(super) dataset: D,
    fetch: F,
}

impl<D: Dataset, F: Fetch<D>> Fetcher<D, F> {
    pub(super) fn new(dataset: D, fetch: F) -> Self {
        Self { dataset, fetch }
    }

    /// The batch of this number in its epoch, of the samples at `indices`, which draw from `streams`.
    #[track_caller]
    pub(super) fn fetch(&self, streams: &Streams, batch: usize, indices: &[usize]) -> F::Batch {
        let _scope = streams.scope(batch);
        self.fetch.fetch(&self.dataset, indices)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::IntoDataset;
    use crate::loader::Stack;
    use std::sync::Arc;
    use std::thread;

    #[test]
    fn another_thread_can_fetch() {
        let dataset = vec![10_i64, 20, 30].into_dataset();
        let fetcher = Arc::new(Fetcher::new(dataset, Stack));
        let there = Arc::clone(&fetcher);
        let batch = thread::spawn(move || there.fetch(&Streams::new(0), 0, &[2, 0]))
            .join()
            .expect("no panic");
        assert_eq!(batch.to_vec::<i64>(), [30, 10]);
        assert_eq!(fetcher.fetch(&Streams::new(0), 1, &[1]).to_vec::<i64>(), [20]);
    }
}
