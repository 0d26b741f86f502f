//! [`BatchSampler`]: the indices of another sampler, in batches.

use std::iter;

use autograd::{Error, Generator};

use super::{Draws, Sampler};

/// The indices of another sampler in batches: what a loader does with its sampler, and a part from which a
/// [`batch_sampler`](crate::DataLoader::batch_sampler) can be built.
///
/// ```
/// use data::{BatchSampler, Sampler, SequentialSampler};
///
/// let batches = BatchSampler::new(SequentialSampler::new(5), 2);
/// assert_eq!(batches.iter().collect::<Vec<_>>(), [vec![0, 1], vec![2, 3], vec![4]]);
/// assert_eq!(batches.drop_last(true).len(), 2);
/// ```
#[derive(Clone, Debug)]
pub struct BatchSampler<S> {
    sampler: S,
    batch_size: usize,
    drop_last: bool,
}

impl<S: Sampler> BatchSampler<S> {
    /// Batches of `batch_size` indices of `sampler`.
    ///
    /// # Panics
    /// If `batch_size` is 0.
    #[track_caller]
    pub fn new(sampler: S, batch_size: usize) -> Self {
        if batch_size == 0 {
            Error::argument("BatchSampler: batch_size must be at least 1, but it is 0").raise();
        }
        Self {
            sampler,
            batch_size,
            drop_last: false,
        }
    }

    /// Whether a last batch that is not full is left out.
    #[must_use]
    pub fn drop_last(mut self, drop_last: bool) -> Self {
        self.drop_last = drop_last;
        self
    }
}

impl<S: Sampler> Sampler for BatchSampler<S> {
    type Item = Vec<S::Item>;

    fn len(&self) -> usize {
        batches(self.sampler.len(), self.batch_size, self.drop_last)
    }

    fn iter(&self) -> Draws<'_, Vec<S::Item>> {
        let (mut indices, batch_size) = (self.sampler.iter(), self.batch_size);
        let least = if self.drop_last { batch_size } else { 1 };
        Box::new(iter::from_fn(move || {
            let mut batch = room_for(batch_size.min(indices.size_hint().0));
            batch.extend(indices.by_ref().take(batch_size));
            (batch.len() >= least).then_some(batch)
        }))
    }

    fn own_generator(&self) -> Option<Generator> {
        self.sampler.own_generator()
    }
}

/// An empty batch with room for `len` indices.
///
/// # Panics
/// If the system gives no memory for them.
fn room_for<T>(len: usize) -> Vec<T> {
    let mut batch = Vec::new();
    if batch.try_reserve_exact(len).is_err() {
        let bytes = len.saturating_mul(size_of::<T>());
        Error::memory(format_args!("BatchSampler: a batch of {len} indices"), bytes).raise();
    }
    batch
}

/// How many batches `len` samples make.
pub(crate) fn batches(len: usize, batch_size: usize, drop_last: bool) -> usize {
    if drop_last {
        len / batch_size
    } else {
        len.div_ceil(batch_size)
    }
}
