//! [`CachedDataset`]: samples that are fetched once.

use std::fmt;
use std::sync::{Arc, OnceLock};

use autograd::scratch;

use super::{Dataset, Items};

/// The samples of a dataset, each fetched once and then kept; made by [`Dataset::cached`].
///
/// What the first fetch drew at random stays: map the cached dataset if every epoch should draw anew. Clones share what is
/// kept, and so do a loader's workers.
pub struct CachedDataset<D: Dataset> {
    dataset: Arc<D>,
    samples: Arc<[OnceLock<D::Item>]>,
}

impl<D: Dataset> CachedDataset<D> {
    pub(super) fn new(dataset: D) -> Self {
        let len = dataset.len();
        Self {
            samples: scratch::collected(len, (0..len).map(|_| OnceLock::new())).into(),
            dataset: Arc::new(dataset),
        }
    }

    /// The dataset whose samples are kept.
    pub fn dataset(&self) -> &D {
        &self.dataset
    }

    /// How many samples have been fetched.
    pub fn kept(&self) -> usize {
        self.samples
            .iter()
            .filter(|sample| sample.get().is_some())
            .count()
    }
}

impl<D: Dataset<Item: Clone>> Dataset for CachedDataset<D> {
    type Item = D::Item;

    fn len(&self) -> usize {
        self.samples.len()
    }

    #[track_caller]
    fn get(&self, index: usize) -> D::Item {
        match self.samples.get(index) {
            Some(sample) => sample.get_or_init(|| self.dataset.get(index)).clone(),
            // The dataset has words of its own for that.
            None => self.dataset.get(index),
        }
    }
}

impl<'a, D: Dataset<Item: Clone>> IntoIterator for &'a CachedDataset<D> {
    type Item = D::Item;
    type IntoIter = Items<'a, CachedDataset<D>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<D: Dataset> Clone for CachedDataset<D> {
    /// Another handle to the same samples.
    fn clone(&self) -> Self {
        Self {
            dataset: Arc::clone(&self.dataset),
            samples: Arc::clone(&self.samples),
        }
    }
}

impl<D: Dataset> fmt::Debug for CachedDataset<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CachedDataset")
            .field("samples", &self.samples.len())
            .field("kept", &self.kept())
            .finish_non_exhaustive()
    }
}
