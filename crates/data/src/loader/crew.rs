//! The threads themselves: each has a queue of jobs and one of results.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use autograd::{DType, NoGrad, default_dtype, is_grad_enabled, with_dtype};

use super::Fetch;
use super::fetcher::Fetcher;
use crate::dataset::{Dataset, item};

/// Threads that fetch; dropping them waits until they have ended.
pub(super) struct Crew<B> {
    workers: Vec<Worker<B>>,
}

pub(super) struct Worker<B> {
    number: usize,
    /// None when the worker has been told to end.
    jobs: Option<SyncSender<Job>>,
    results: Receiver<Result<B, Panicked>>,
    thread: Option<JoinHandle<()>>,
}

/// A batch to fetch.
pub(super) struct Job {
    pub(super) seed: u64,
    pub(super) batch: usize,
    pub(super) indices: Vec<usize>,
    pub(super) ambient: Ambient,
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
    pub(super) fn hire<D, F>(fetcher: &Arc<Fetcher<D, F>>, count: usize, jobs: usize) -> Self
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
    pub(super) fn of(&self, batch: usize) -> &Worker<B> {
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

    pub(super) fn send(&self, job: Job) {
        // If the worker has ended, `take` says so.
        let _sent = self.jobs.as_ref().map(|jobs| jobs.send(job));
    }

    pub(super) fn take(&self, batch: usize, timeout: Option<Duration>) -> Result<B, Trouble> {
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
    pub(super) fn discard(&self) -> bool {
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
pub(super) enum Trouble {
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
    pub(super) fn raise(self) -> ! {
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
