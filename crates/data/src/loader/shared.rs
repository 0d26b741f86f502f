//! What everybody who fetches needs.

use super::Fetch;
use crate::dataset::Dataset;

/// A dataset and how batches are made of it: all that fetching needs, and nothing of the order, so that a thread that
/// has a handle to this can fetch for a loop that draws the order elsewhere.
pub(super) struct Shared<D, F> {
    pub(super) dataset: D,
    fetch: F,
}

impl<D: Dataset, F: Fetch<D>> Shared<D, F> {
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
        let shared = Arc::new(Shared::new(dataset, Stack));
        let there = Arc::clone(&shared);
        let batch = thread::spawn(move || there.fetch(&[2, 0]))
            .join()
            .expect("no panic");
        assert_eq!(batch.to_vec::<i64>(), [30, 10]);
        assert_eq!(shared.fetch(&[1]).to_vec::<i64>(), [20]);
    }
}
