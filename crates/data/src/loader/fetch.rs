//! [`Fetch`]: how a loader makes a batch of indices.

use std::fmt;

use crate::collate::Collate;
use crate::dataset::{Dataset, item};

/// How a loader makes a batch of indices.
///
/// [`Stack`] and [`With`] do for almost everything; implement it where a batch is more than its samples, for example
/// to augment it or to pad sequences to the longest in the batch.
pub trait Fetch<D: Dataset> {
    /// The batch.
    type Batch;

    /// The batch of the samples at `indices`, of which there is at least one.
    ///
    /// # Panics
    /// If the samples do not fit together.
    #[track_caller]
    fn fetch(&self, dataset: &D, indices: &[usize]) -> Self::Batch;
}

/// Batches as [`Collate`] makes them, fetched in one call of [`Dataset::get_batch`].
#[derive(Clone, Copy, Debug, Default)]
pub struct Stack;

impl<D: Dataset> Fetch<D> for Stack
where
    D::Item: Collate,
{
    type Batch = <D::Item as Collate>::Batch;

    #[inline]
    fn fetch(&self, dataset: &D, indices: &[usize]) -> Self::Batch {
        dataset.get_batch(indices)
    }
}

/// Batches as a function makes them of the samples; see [`DataLoader::with_collate`](crate::DataLoader::with_collate).
#[derive(Clone, Copy)]
pub struct With<C>(pub C);

impl<D: Dataset, C: Fn(Vec<D::Item>) -> B, B> Fetch<D> for With<C> {
    type Batch = B;

    #[inline]
    fn fetch(&self, dataset: &D, indices: &[usize]) -> B {
        self.0(indices.iter().map(|&index| item::get(dataset, index)).collect())
    }
}

impl<C> fmt::Debug for With<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("With(..)")
    }
}
