//! Threads that fetch batches ahead of the loop.
//!
//! Batch `b` is the job of worker `b mod n`. Each worker has a queue of jobs and one of results, and the loop reads the
//! workers in turn: what is late delays, and nothing is reordered. A worker has at most `prefetch_factor` jobs at a time,
//! which bounds what waits.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use autograd::{DType, Error, NoGrad, default_dtype, is_grad_enabled, with_dtype};

use super::fetcher::Fetcher;
use super::{DataLoader, Fetch};
use crate::dataset::{Dataset, item};

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

/// Threads that fetch; dropping them waits until they have ended.
struct Crew<B> {
    workers: Vec<Worker<B>>,
}

struct Worker<B> {
    number: usize,
    /// None when the worker has been told to end.
    jobs: Option<SyncSender<Job>>,
    results: Receiver<Result<B, Panicked>>,
    thread: Option<JoinHandle<()>>,
}

/// A batch to fetch.
struct Job {
    seed: u64,
    batch: usize,
    indices: Vec<usize>,
    ambient: Ambient,
}

/// What the loop's thread has set that a sample could depend on.
pub(super) struct Ambient {
    dtype: DType,
    grad: bool,
}

impl Ambient {
    /// That of this thread.
    pub(super) fn here() -> Self {
        Self {
            dtype: default_dtype(),
            grad: is_grad_enabled(),
        }
    }

    /// Runs `fetch` as the loop's thread would.
    pub(super) fn run<R>(&self, fetch: impl FnOnce() -> R) -> R {
        let _off = (!self.grad).then(NoGrad::new);
        with_dtype(self.dtype, fetch)
    }
}

/// What a fetch has panicked with, and at which sample.
pub(super) struct Panicked {
    sample: Option<usize>,
    payload: Box<dyn Any + Send>,
}

impl Panicked {
    /// What this thread has panicked with.
    pub(super) fn here(payload: Box<dyn Any + Send>) -> Self {
        Self {
            sample: item::interrupted(),
            payload,
        }
    }

    /// Panics with it in the loop.
    #[track_caller]
    pub(super) fn raise(self) -> ! {
        let cause = self.payload.downcast_ref::<String>().map(String::as_str);
        let cause = cause.or_else(|| self.payload.downcast_ref::<&str>().copied());
        let cause = cause.unwrap_or("a panic without a message");
        match self.sample {
            Some(sample) => panic!("DataLoader: sample {sample} could not be fetched: {cause}"),
            None => panic!("DataLoader: a batch could not be made: {cause}"),
        }
    }
}

impl<B> Crew<B> {
    fn hire<D, F>(fetcher: &Arc<Fetcher<D, F>>, count: usize, jobs: usize) -> Self
    where
        D: Dataset + Send + Sync + 'static,
        F: Fetch<D, Batch = B> + Send + Sync + 'static,
        B: Send + 'static,
    {
        let workers = (0..count).map(|number| Worker::begin(Arc::clone(fetcher), number, jobs));
        Self {
            workers: workers.collect(),
        }
    }

    /// Whose job this batch is.
    fn of(&self, batch: usize) -> &Worker<B> {
        &self.workers[batch % self.workers.len()]
    }
}

impl<B> Drop for Crew<B> {
    fn drop(&mut self) {
        // All are told before the first is waited for.
        self.workers.iter_mut().for_each(|worker| worker.jobs = None);
        for worker in &mut self.workers {
            // A worker that panicked has nothing more to say.
            let _ended = worker.thread.take().map(JoinHandle::join);
        }
    }
}

impl<B> Worker<B> {
    fn begin<D, F>(fetcher: Arc<Fetcher<D, F>>, number: usize, most: usize) -> Self
    where
        D: Dataset + Send + Sync + 'static,
        F: Fetch<D, Batch = B> + Send + Sync + 'static,
        B: Send + 'static,
    {
        // Both have room for all jobs that the loop hands out at a time, so neither side waits to send.
        let (jobs, todo) = sync_channel::<Job>(most);
        let (done, results) = sync_channel(most);
        let work = move || {
            for job in todo {
                if done.send(run(&fetcher, &job)).is_err() {
                    return;
                }
            }
        };
        let thread = thread::Builder::new()
            .name(format!("loader worker {number}"))
            .spawn(work)
            .unwrap_or_else(|error| panic!("DataLoader: no thread for worker {number}: {error}"));
        Self {
            number,
            jobs: Some(jobs),
            results,
            thread: Some(thread),
        }
    }

    fn send(&self, job: Job) {
        // If the worker has ended, `take` says so.
        let _sent = self.jobs.as_ref().map(|jobs| jobs.send(job));
    }

    fn take(&self, batch: usize, timeout: Option<Duration>) -> Result<B, Trouble> {
        let result = match timeout {
            None => self.results.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(timeout) => self.results.recv_timeout(timeout),
        };
        match result {
            Ok(Ok(batch)) => Ok(batch),
            Ok(Err(panicked)) => Err(Trouble::Panicked(panicked)),
            Err(RecvTimeoutError::Timeout) => Err(Trouble::Late {
                worker: self.number,
                batch,
                timeout: timeout.unwrap_or_default(),
            }),
            Err(RecvTimeoutError::Disconnected) => Err(Trouble::Ended(self.number)),
        }
    }

    /// Waits for a batch that nobody wants any more; whether the worker is still there.
    fn discard(&self) -> bool {
        self.results.recv().is_ok()
    }
}

/// What a worker does with a job.
fn run<D: Dataset, F: Fetch<D>>(fetcher: &Fetcher<D, F>, job: &Job) -> Result<F::Batch, Panicked> {
    let fetch = || {
        let streams = item::Streams::new(job.seed);
        job.ambient
            .run(|| fetcher.fetch(&streams, job.batch, &job.indices))
    };
    catch_unwind(AssertUnwindSafe(fetch)).map_err(Panicked::here)
}

/// Why there is no batch.
enum Trouble {
    Panicked(Panicked),
    Late {
        worker: usize,
        batch: usize,
        timeout: Duration,
    },
    Ended(usize),
}

impl Trouble {
    #[track_caller]
    fn raise(self) -> ! {
        match self {
            Trouble::Panicked(panicked) => panicked.raise(),
            Trouble::Late {
                worker,
                batch,
                timeout,
            } => {
                panic!(
                    "DataLoader: worker {worker} has not fetched batch {batch} of the epoch within {timeout:?}"
                )
            }
            Trouble::Ended(worker) => panic!("DataLoader: the thread of worker {worker} has ended"),
        }
    }
}
