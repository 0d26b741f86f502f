//! One epoch of a loader.

use std::fmt;

use super::{DataLoader, Fetch, Order};
use crate::dataset::Dataset;
use crate::sampler::{Draws, RandomDraws, given_or_default};

/// The batches of one epoch; made by [`DataLoader::iter`] or by looping over `&loader`.
pub struct Batches<'a, D, F> {
    loader: &'a DataLoader<D, F>,
    source: Source<'a>,
    /// The indices of the batch at hand, kept for the next.
    indices: Vec<usize>,
    /// How many batches the epoch should still have.
    left: usize,
}

enum Source<'a> {
    Indices(Draws<'a, usize>),
    Batches(Draws<'a, Vec<usize>>),
}

impl<'a, D: Dataset, F: Fetch<D>> Batches<'a, D, F> {
    pub(super) fn new(loader: &'a DataLoader<D, F>) -> Self {
        // PyTorch draws the seed of its workers even if it has none, and the streams must stay in step.
        let _workers_seed = given_or_default(loader.generator.as_ref()).random_seed();
        Self {
            loader,
            source: source(loader),
            indices: Vec::new(),
            left: loader.len(),
        }
    }

    /// Puts the indices of the next batch in their place; false if there is none.
    fn advance(&mut self) -> bool {
        let (batch_size, drop_last) = (self.loader.batch_size, self.loader.drop_last);
        match &mut self.source {
            Source::Batches(batches) => match batches.next() {
                Some(batch) => self.indices = batch,
                None => return false,
            },
            Source::Indices(indices) => {
                self.indices.clear();
                self.indices.extend(indices.by_ref().take(batch_size));
                let least = if drop_last { batch_size } else { 1 };
                if self.indices.len() < least {
                    return false;
                }
            }
        }
        self.left = self.left.saturating_sub(1);
        true
    }
}

fn source<D: Dataset, F>(loader: &DataLoader<D, F>) -> Source<'_> {
    let len = loader.dataset.len();
    Source::Indices(match &loader.order {
        Order::Sequential => Box::new(0..len),
        Order::Shuffled => Box::new(RandomDraws::shuffled(len, len, loader.generator.clone())),
        Order::Sampled(sampler) => sampler.iter(),
        Order::Batched(sampler) => return Source::Batches(sampler.iter()),
    })
}

impl<D: Dataset, F: Fetch<D>> Iterator for Batches<'_, D, F> {
    type Item = F::Batch;

    #[track_caller]
    fn next(&mut self) -> Option<F::Batch> {
        if !self.advance() {
            return None;
        }
        Some(self.loader.fetch.fetch(&self.loader.dataset, &self.indices))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

/// The length is what the sampler says.
impl<D: Dataset, F: Fetch<D>> ExactSizeIterator for Batches<'_, D, F> {}

impl<D, F> fmt::Debug for Batches<'_, D, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batches")
            .field("left", &self.left)
            .finish_non_exhaustive()
    }
}
