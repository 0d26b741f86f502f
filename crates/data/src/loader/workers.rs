//! Threads that fetch batches ahead of the loop.
//!
//! Batch `b` is the job of worker `b mod n`. Each worker has a queue of jobs and one of results, and the loop reads the
//! workers in turn: what is late delays, and nothing is reordered. A worker has at most `prefetch_factor` jobs at a time,
//! which bounds what waits.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use autograd::Error;

use super::crew::{Ambient, Crew, Job};
use super::fetcher::Fetcher;
use super::{DataLoader, Fetch};
use crate::dataset::Dataset;

/// The options of a loader that concern its workers.
pub(super) struct Workers<D: Dataset, F: Fetch<D>> {
    count: usize,
    prefetch_factor: Option<usize>,
    persistent: bool,
    timeout: Option<Duration>,
    /// Begins the threads. It is made where the types are known to be sent between them.
    hire: Option<Hire<D, F>>,
    /// Persistent workers between two epochs.
    idle: Mutex<Option<Crew<F::Batch>>>,
}

type Hire<D, F> = fn(&Arc<Fetcher<D, F>>, count: usize, jobs: usize) -> Crew<<F as Fetch<D>>::Batch>;

/// PyTorch's default: how many batches a worker may be ahead.
const PREFETCH_FACTOR: usize = 2;

impl<D: Dataset, F: Fetch<D>> DataLoader<D, F> {
    /// How many threads fetch batches ahead of the loop; 0, the default, fetches on the loop's own thread.
    ///
    /// The batches, their order and all that a sample draws are the same for any number: every sample has a stream of
    /// random numbers of its own, which follows from the seed that the loader draws for an epoch and from the sample's
    /// index. A panic in a worker reaches the loop at the batch where it belongs, with the sample's index. An iterator that
    /// is dropped early ends its workers, after the batches that they are at; the order has then been drawn further than the
    /// loop has come, which a sampler with a generator of its own shows in the next epoch.
    ///
    /// ```
    /// use autograd::{Tensor, manual_seed};
    /// use data::{DataLoader, Dataset};
    ///
    /// struct Noisy;
    ///
    /// impl Dataset for Noisy {
    ///     type Item = Tensor;
    ///     fn len(&self) -> usize {
    ///         10
    ///     }
    ///     fn get(&self, index: usize) -> Tensor {
    ///         Tensor::rand([2]) + index as f64
    ///     }
    /// }
    ///
    /// let epoch = |workers| -> Vec<f32> {
    ///     manual_seed(0);
    ///     let loader = DataLoader::new(Noisy).batch_size(4).shuffle(true).num_workers(workers);
    ///     loader.iter().flat_map(|batch| batch.to_vec::<f32>()).collect()
    /// };
    /// assert_eq!(epoch(0), epoch(3));
    /// ```
    #[must_use]
    pub fn num_workers(mut self, count: usize) -> Self
    where
        D: Send + Sync + 'static,
        F: Send + Sync + 'static,
        F::Batch: Send + 'static,
    {
        self.workers.count = count;
        self.workers.hire = (count > 0).then_some(Crew::hire::<D, F>);
        self
    }

    /// How many batches each worker may be ahead; 2 unless told otherwise.
    ///
    /// # Panics
    /// If it is 0; the loop, if there are no workers.
    #[must_use]
    #[track_caller]
    pub fn prefetch_factor(mut self, batches: usize) -> Self {
        if batches == 0 {
            Error::argument("DataLoader: prefetch_factor must be at least 1, but it is 0").raise();
        }
        self.workers.prefetch_factor = Some(batches);
        self
    }

    /// Whether workers outlive an epoch; else each epoch begins threads of its own.
    ///
    /// # Panics
    /// The loop, if there are no workers.
    #[must_use]
    pub fn persistent_workers(mut self, persistent: bool) -> Self {
        self.workers.persistent = persistent;
        self
    }

    /// How long the loop waits for a batch before it panics; without it, as long as it takes.
    ///
    /// # Panics
    /// The loop, if there are no workers.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.workers.timeout = Some(timeout);
        self
    }
}

impl<D: Dataset, F: Fetch<D>> Default for Workers<D, F> {
    fn default() -> Self {
        Self {
            count: 0,
            prefetch_factor: None,
            persistent: false,
            timeout: None,
            hire: None,
            idle: Mutex::new(None),
        }
    }
}

impl<D: Dataset, F: Fetch<D>> Workers<D, F> {
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// The workers of an epoch that begins, if there are to be any.
    #[track_caller]
    pub(super) fn begin<'a>(&'a self, fetcher: &Arc<Fetcher<D, F>>) -> Option<Prefetch<'a, F::Batch>> {
        let Some(hire) = self.hire else {
            self.refuse_without_workers();
            return None;
        };
        let jobs = self.prefetch_factor.unwrap_or(PREFETCH_FACTOR);
        let crew = self.idle.lock().unwrap_or_else(PoisonError::into_inner).take();
        Some(Prefetch {
            crew: Some(crew.unwrap_or_else(|| hire(fetcher, self.count, jobs))),
            most: self.count.saturating_mul(jobs),
            sent: 0,
            taken: 0,
            timeout: self.timeout,
            idle: self.persistent.then_some(&self.idle),
        })
    }

    #[track_caller]
    fn refuse_without_workers(&self) {
        let option = match self {
            Self { persistent: true, .. } => "persistent_workers",
            Self {
                prefetch_factor: Some(_),
                ..
            } => "prefetch_factor",
            Self { timeout: Some(_), .. } => "timeout",
            _ => return,
        };
        Error::argument(format!("DataLoader: {option} needs num_workers of at least 1")).raise();
    }
}

/// The batches of one epoch that workers fetch ahead.
pub(super) struct Prefetch<'a, B> {
    /// None when they have been let go.
    crew: Option<Crew<B>>,
    /// How many jobs may be under way.
    most: usize,
    sent: usize,
    taken: usize,
    timeout: Option<Duration>,
    /// Where persistent workers wait.
    idle: Option<&'a Mutex<Option<Crew<B>>>>,
}

impl<B> Prefetch<'_, B> {
    /// How many batches the workers have been asked for and not yet given.
    pub(super) fn under_way(&self) -> usize {
        self.sent - self.taken
    }

    /// Whether the next worker has room for another job.
    pub(super) fn has_room(&self) -> bool {
        self.under_way() < self.most
    }

    /// Hands out the next batch of an epoch with this seed.
    pub(super) fn send(&mut self, seed: u64, batch: usize, indices: &[usize]) {
        let job = Job {
            seed,
            batch,
            indices: indices.to_vec(),
            ambient: Ambient::here(),
        };
        if let Some(crew) = &self.crew {
            crew.of(self.sent).send(job);
        }
        self.sent += 1;
    }

    /// The next batch, if one is under way.
    #[track_caller]
    pub(super) fn take(&mut self) -> Option<B> {
        if self.taken == self.sent {
            return None;
        }
        let batch = self.taken;
        self.taken += 1;
        match self.crew.as_ref()?.of(batch).take(batch, self.timeout) {
            Ok(batch) => Some(batch),
            Err(trouble) => trouble.raise(),
        }
    }
}

impl<B> Drop for Prefetch<'_, B> {
    fn drop(&mut self) {
        let Some(crew) = self.crew.take() else { return };
        match self.idle {
            // They must not begin the next epoch with batches of this one.
            Some(idle) if (self.taken..self.sent).all(|batch| crew.of(batch).discard()) => {
                *idle.lock().unwrap_or_else(PoisonError::into_inner) = Some(crew);
            }
            _ => drop(crew),
        }
    }
}
