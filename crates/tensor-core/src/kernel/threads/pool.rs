//! The workers, and how they and a caller share a job.

use std::any::Any;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicU64, AtomicUsize, Ordering::*};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, TryLockError};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use crate::error;

/// How long a worker looks for the next call before it sleeps: longer than what lies between two products of a
/// training step, so that the second need not ask the kernel to wake a thread (10 us here, and as long to run).
pub(super) const SPIN: Duration = Duration::from_micros(60);
/// Looks without giving the core away; afterwards each look first lets other threads run.
const EAGER_LOOKS: u32 = 200;

/// One call of [`for_each_chunk`](super::for_each_chunk), on the stack of its caller.
pub(super) struct Job<'a> {
    body: &'a (dyn Fn(usize) + Sync),
    /// What each thread begins with; who has finished his own goes on with the others'. So the same thread mostly
    /// gets the same part of an array from call to call, and finds it in its own cache.
    shares: Vec<Share>,
    panic: Mutex<Option<Box<dyn Any + Send>>>,
}

/// Chunks that are still to be claimed, on a cache line of their own.
#[repr(align(64))]
struct Share {
    next: AtomicUsize,
    end: usize,
}

impl<'a> Job<'a> {
    /// None if the system gives no memory for the shares.
    pub(super) fn new(chunks: usize, threads: usize, body: &'a (dyn Fn(usize) + Sync)) -> Option<Self> {
        let bound = |thread| (chunks * thread) / threads;
        let share = |thread| Share {
            next: AtomicUsize::new(bound(thread)),
            end: bound(thread + 1),
        };
        let mut shares = Vec::new();
        shares.try_reserve_exact(threads).ok()?;
        shares.extend((0..threads).map(share));
        Some(Self {
            body,
            shares,
            panic: Mutex::new(None),
        })
    }

    /// Claims and runs chunks until none is left, those of share `own` first. It never panics: that would end a job that
    /// others still work at.
    pub(super) fn work(&self, own: usize) {
        let own = own % self.shares.len();
        let (before, from_own) = self.shares.split_at(own);
        let all = || {
            for share in from_own.iter().chain(before) {
                while let index = share.next.fetch_add(1, Relaxed)
                    && index < share.end
                {
                    (self.body)(index);
                }
            }
        };
        if let Err(payload) = catch_unwind(AssertUnwindSafe(all)) {
            for share in &self.shares {
                // Half of the range, so that the additions of others cannot wrap around to chunk 0.
                share.next.store(usize::MAX / 2, Relaxed);
            }
            let mut first = self.panic.lock().unwrap_or_else(PoisonError::into_inner);
            let other = match &*first {
                None => {
                    *first = Some(payload);
                    None
                }
                Some(_) => Some(payload),
            };
            drop(first);
            other.into_iter().for_each(drop_safely);
        }
    }
}

/// Drops what a panic carries. What its own drop panics with is not dropped: that could go on for ever.
#[cold]
fn drop_safely(payload: Box<dyn Any + Send>) {
    if let Err(again) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        mem::forget(again);
    }
}

pub(super) struct Worker {
    thread: Thread,
    asleep: Arc<AtomicBool>,
}

/// Whether as many workers as may help are there and look for work.
pub(super) fn are_awake(workers: &[Worker], helpers: usize) -> bool {
    workers.len() >= helpers
        && workers[..helpers]
            .iter()
            .all(|worker| !worker.asleep.load(Relaxed))
}

/// The one pool of the process.
pub(super) struct Pool {
    /// The workers so far. Whoever holds the lock has the pool.
    workers: Mutex<Vec<Worker>>,
    /// Which job is open to helpers, to how many, and how many are in it; see [`Gate`].
    gate: AtomicU64,
    job: AtomicPtr<Job<'static>>,
    /// Where the caller sleeps for helpers that take long to finish their last chunk.
    door: Mutex<()>,
    left: Condvar,
}

pub(super) static POOL: Pool = Pool {
    workers: Mutex::new(Vec::new()),
    gate: AtomicU64::new(0),
    job: AtomicPtr::new(std::ptr::null_mut()),
    door: Mutex::new(()),
    left: Condvar::new(),
};

/// The parts of [`Pool::gate`], from the lowest bits: helpers inside (16 bits), places left (15), whether the caller
/// sleeps (1), number of the job (32).
struct Gate;

impl Gate {
    const INSIDE: u64 = 1;
    const PLACE: u64 = 1 << 16;
    const WAITING: u64 = 1 << 31;
    const PLACES: u64 = 0x7fff << 16;

    fn inside(gate: u64) -> u64 {
        gate & 0xffff
    }

    fn number(gate: u64) -> u64 {
        gate >> 32
    }
}

impl Pool {
    /// The pool, if nobody uses it.
    pub(super) fn claim(&self) -> Option<MutexGuard<'_, Vec<Worker>>> {
        match self.workers.try_lock() {
            Ok(workers) => Some(workers),
            Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        }
    }

    /// Runs `job` on this thread and on up to `helpers` workers.
    pub(super) fn share(&'static self, mut workers: MutexGuard<'_, Vec<Worker>>, helpers: usize, job: &Job) {
        let helpers = helpers.min(0x7fff);
        while workers.len() < helpers
            && let Some(worker) = self.spawn(workers.len() + 1)
        {
            workers.push(worker);
        }
        self.job.store(std::ptr::from_ref(job).cast_mut().cast(), Relaxed);
        let number = Gate::number(self.gate.load(Relaxed)).wrapping_add(1);
        self.gate
            .store((number << 32) | (helpers as u64 * Gate::PLACE), SeqCst);
        for worker in workers.iter().take(helpers) {
            if worker.asleep.swap(false, SeqCst) {
                worker.thread.unpark();
            }
        }
        job.work(0);
        self.close();
        drop(workers);
        let payload = job.panic.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(payload) = payload {
            error::go_on(payload);
        }
    }

    /// Lets no helper in any more and waits until those inside have left.
    fn close(&self) {
        self.gate.fetch_and(!Gate::PLACES, AcqRel);
        if look_for(|| Gate::inside(self.gate.load(Acquire)) == 0) {
            return;
        }
        let mut door = self.door.lock().unwrap_or_else(PoisonError::into_inner);
        self.gate.fetch_or(Gate::WAITING, AcqRel);
        while Gate::inside(self.gate.load(Acquire)) != 0 {
            door = self.left.wait(door).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Starts a worker with a share of its own, unless the system refuses; then there is one helper less.
    fn spawn(&'static self, own: usize) -> Option<Worker> {
        let asleep = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&asleep);
        let handle = thread::Builder::new()
            .name("flambeau".into())
            .spawn(move || self.help_forever(own, &flag))
            .ok()?;
        Some(Worker {
            thread: handle.thread().clone(),
            asleep,
        })
    }

    fn help_forever(&self, own: usize, asleep: &AtomicBool) {
        error::help_silently();
        let mut last = 0;
        loop {
            let is_open = || {
                let gate = self.gate.load(SeqCst);
                gate & Gate::PLACES != 0 && Gate::number(gate) != last
            };
            if !look_for(is_open) {
                asleep.store(true, SeqCst);
                // The caller opens the gate before it looks who is asleep, so one of the two sees the other.
                while asleep.load(SeqCst) && !is_open() {
                    thread::park();
                }
                asleep.store(false, SeqCst);
            }
            if let Some(number) = self.enter(last) {
                last = number;
                // SAFETY: `share` stores the job before it opens the gate, and `enter` has read the gate that it opened,
                // or a later value that only helpers of the same job made of it: so this is the job of that number.
                // It lives on the stack of `share`, which does not return, nor unwind (`work` never panics), before
                // `close` has found that nobody is inside; this thread is inside from `enter` until `leave`. All that it
                // does to the job is allowed to several threads at once: the body is `Sync`, the rest atomic or locked.
                unsafe { (*self.job.load(Relaxed)).work(own) };
                self.leave();
            }
        }
    }

    /// Takes a place in the open job, if there is one that this worker has not been in; returns the job's number.
    fn enter(&self, last: u64) -> Option<u64> {
        let step_in = |gate| {
            let welcome = gate & Gate::PLACES != 0 && Gate::number(gate) != last;
            welcome.then_some(gate - Gate::PLACE + Gate::INSIDE)
        };
        self.gate
            .fetch_update(AcqRel, Acquire, step_in)
            .ok()
            .map(Gate::number)
    }

    fn leave(&self) {
        let before = self.gate.fetch_sub(Gate::INSIDE, AcqRel);
        if before & Gate::WAITING != 0 && Gate::inside(before) == 1 {
            drop(self.door.lock().unwrap_or_else(PoisonError::into_inner));
            self.left.notify_all();
        }
    }
}

/// Looks for `found` for a short while; whether it came true.
fn look_for(found: impl Fn() -> bool) -> bool {
    for _ in 0..EAGER_LOOKS {
        if found() {
            return true;
        }
        std::hint::spin_loop();
    }
    let start = Instant::now();
    while start.elapsed() < SPIN {
        thread::yield_now();
        if found() {
            return true;
        }
    }
    false
}
