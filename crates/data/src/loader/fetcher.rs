//! [`Fetcher`]: all that fetching needs.

use super::Fetch;
use crate::dataset::Dataset;

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

    /// The batch of the samples at `indices`.
    #[track_caller]
    pub(super) fn fetch(&self, indices: &[usize]) -> F::Batch {
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
        let batch = thread::spawn(move || there.fetch(&[2, 0]))
            .join()
            .expect("no panic");
        assert_eq!(batch.to_vec::<i64>(), [30, 10]);
        assert_eq!(fetcher.fetch(&[1]).to_vec::<i64>(), [20]);
    }
}
