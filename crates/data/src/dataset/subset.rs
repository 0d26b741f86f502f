//! [`Subset`]: some samples of a dataset.

use std::fmt;
use std::sync::Arc;

use autograd::{Error, scratch};

use super::{Dataset, IntoDataset, Items, item};
use crate::collate::Collate;

/// The samples of a dataset at given indices: `torch.utils.data.Subset`.
///
/// The dataset is shared, not copied: several subsets of one, as [`random_split`](crate::random_split) makes them,
/// cost no more than their indices.
///
/// ```
/// use data::{Dataset, Subset};
///
/// let subset = Subset::new(vec!['a', 'b', 'c', 'd'], [3, 0]);
/// assert_eq!(subset.iter().collect::<String>(), "da");
/// ```
pub struct Subset<D> {
    dataset: Arc<D>,
    indices: Arc<[usize]>,
}

impl<D: Dataset> Subset<D> {
    /// The samples of `dataset` at `indices`, in that order; an index may occur several times.
    ///
    /// # Panics
    /// If the dataset has no sample at an index.
    #[track_caller]
    pub fn new(dataset: impl IntoDataset<Dataset = D>, indices: impl Into<Vec<usize>>) -> Self {
        let (dataset, indices) = (dataset.into_dataset(), indices.into());
        let len = dataset.len();
        if let Some(index) = indices.iter().find(|&&index| index >= len) {
            Error::index(format!(
                "Subset: there is no index {index} in a dataset of {len} samples"
            ))
            .raise();
        }
        Self::of(Arc::new(dataset), indices)
    }
}

impl<D> Subset<D> {
    /// The samples at `indices`, which are known to exist.
    pub(crate) fn of(dataset: Arc<D>, indices: Vec<usize>) -> Self {
        Self {
            dataset,
            indices: indices.into(),
        }
    }

    /// The whole dataset.
    pub fn dataset(&self) -> &D {
        &self.dataset
    }

    /// Where in the whole dataset the samples of this one are.
    pub fn indices(&self) -> &[usize] {
        &self.indices
    }

    #[track_caller]
    fn inner(&self, index: usize) -> usize {
        match self.indices.get(index) {
            Some(&inner) => inner,
            None => Error::index(format!(
                "Subset: there is no index {index} in a subset of {} samples",
                self.indices.len()
            ))
            .raise(),
        }
    }
}

impl<D: Dataset> Dataset for Subset<D> {
    type Item = D::Item;

    fn len(&self) -> usize {
        self.indices.len()
    }

    /// # Panics
    /// If there is no such sample.
    #[track_caller]
    fn get(&self, index: usize) -> D::Item {
        // As `get_batch` does, so that a sample draws the same however it is fetched.
        item::get(&*self.dataset, self.inner(index))
    }

    fn get_batch(&self, indices: &[usize]) -> <D::Item as Collate>::Batch
    where
        D::Item: Collate,
    {
        let indices: Vec<usize> =
            scratch::collected(indices.len(), indices.iter().map(|&index| self.inner(index)));
        self.dataset.get_batch(&indices)
    }
}

impl<'a, D: Dataset> IntoIterator for &'a Subset<D> {
    type Item = D::Item;
    type IntoIter = Items<'a, Subset<D>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<D> Clone for Subset<D> {
    /// Another handle to the same samples.
    fn clone(&self) -> Self {
        Self {
            dataset: Arc::clone(&self.dataset),
            indices: Arc::clone(&self.indices),
        }
    }
}

impl<D> fmt::Debug for Subset<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subset")
            .field("indices", &self.indices)
            .finish_non_exhaustive()
    }
}
