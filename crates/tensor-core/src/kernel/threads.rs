//! A small pool of threads that share the chunks of one kernel call.
//!
//! The calling thread claims chunks like every worker and waits only for chunks that a worker has begun. So a worker
//! that wakes late, or whose core is busy elsewhere, costs nothing but its help. A call from inside a chunk, or while
//! another thread uses the pool, runs on its own thread alone; results never depend on who computed what.

mod pieces;
mod pool;
#[cfg(test)]
mod tests;
mod waking;

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::thread;

pub(crate) use self::pieces::{LINE, Pieces, fill, for_each_piece, is_small, split_mut, work};
use self::pool::{Job, POOL};

static THREADS: AtomicUsize = AtomicUsize::new(0);

/// The most threads that share an operation.
const MOST_THREADS: usize = 1 << 12;

/// How many threads a large operation uses, the calling one included.
///
/// That is what [`set_num_threads`] asked for; else the number in the environment variable `FLAMBEAU_NUM_THREADS`,
/// `RAYON_NUM_THREADS` or `OMP_NUM_THREADS`, the first that holds a positive one; else what the machine has.
pub fn num_threads() -> usize {
    match THREADS.load(Relaxed) {
        0 => {
            let found = threads_wanted_by(|name| std::env::var(name).ok());
            let count = found.unwrap_or_else(|| thread::available_parallelism().map_or(1, usize::from));
            let count = count.min(MOST_THREADS);
            // Another thread may have called `set_num_threads` meanwhile; its wish wins.
            THREADS
                .compare_exchange(0, count, Relaxed, Relaxed)
                .map_or_else(|set| set, |_| count)
        }
        count => count,
    }
}

/// Uses `count` threads for large operations from now on, the calling one included, but at most 4096. Results stay the
/// same bits.
///
/// # Panics
///
/// If `count` is 0.
#[track_caller]
pub fn set_num_threads(count: usize) {
    assert!(
        count > 0,
        "set_num_threads: the number of threads is 0 and must be at least 1."
    );
    THREADS.store(count.min(MOST_THREADS), Relaxed);
}

fn threads_wanted_by(variable: impl Fn(&str) -> Option<String>) -> Option<usize> {
    ["FLAMBEAU_NUM_THREADS", "RAYON_NUM_THREADS", "OMP_NUM_THREADS"]
        .iter()
        .filter_map(|name| variable(name)?.trim().parse().ok())
        .find(|&count| count > 0)
}

/// Calls `body` once with each number below `chunks`, from several threads if the pool is free.
///
/// # Panics
///
/// With the payload of a chunk that panics; no chunk is begun after that, and the pool stays usable.
pub(crate) fn for_each_chunk(chunks: usize, body: &(dyn Fn(usize) + Sync)) {
    for_each_chunk_of(usize::MAX, chunks, body);
}

/// [`for_each_chunk`] of a job of this much work, counted as [`fill`] does, that may not be worth waking a worker for.
fn for_each_chunk_of(work: usize, chunks: usize, body: &(dyn Fn(usize) + Sync)) {
    let helpers = num_threads().min(chunks).saturating_sub(1);
    if helpers > 0
        && let Some(workers) = POOL.claim()
        && (pool::are_awake(&workers, helpers) || waking::is_worth(work))
        && let Some(job) = Job::new(chunks, helpers + 1, body)
    {
        POOL.share(workers, helpers, &job);
    } else {
        (0..chunks).for_each(body);
    }
}
