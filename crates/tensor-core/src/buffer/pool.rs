//! The free blocks of each thread.

use std::cell::{Cell, UnsafeCell};
use std::ptr::{self, NonNull};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use super::block::{CLASSES, Header, List, allocate, release};
use super::home;

/// The most that a thread keeps for reuse, in bytes of memory from the system, headers included. Half as
/// much again may wait in its home.
static KEPT: AtomicUsize = AtomicUsize::new(256 << 20);

/// Lets each thread keep up to `bytes` of memory of arrays that are gone, for the next ones: 256 MiB unless told.
///
/// What counts is all that the system gave, not the elements alone: a number is 256 bytes so, of which its element is
/// four, and large blocks are powers of two. Beside that a thread keeps what other threads drop of what it has made, up
/// to 128 MiB; that, and the working space of products, do not count.
///
/// It holds for all threads from the next array that they drop on; what they keep already stays until it is used, or
/// until [`release_memory`]. With 0 every array is asked of the system and returned to it.
pub fn set_kept_memory(bytes: usize) {
    KEPT.store(bytes, Relaxed);
}

/// Returns to the system what this thread keeps of arrays that are gone, also what other threads have given back to it.
/// Arrays that are in use stay. The system's allocator may keep small blocks for itself.
///
/// ```
/// use tensor_core::{Array, DType, release_memory};
/// drop(Array::zeros([1 << 20], DType::F64));
/// release_memory();
/// ```
pub fn release_memory() {
    with_pool(Pool::release);
}

/// One thread's free blocks: a list for each class.
struct Pool {
    free: [List; CLASSES],
    /// How many bytes are kept.
    kept: usize,
    /// The number of this thread's home, or [`home::NONE`] until it makes its first block.
    home: u8,
}

thread_local! {
    static POOL: UnsafeCell<Pool> = const {
        UnsafeCell::new(Pool { free: [const { List::EMPTY }; CLASSES], kept: 0, home: home::NONE })
    };
    /// Where this thread's pool is, once it is in use and until the thread ends. What has a destructor, as the pool, is
    /// registered where it is first used, and every drop of an array would have to ask; this is a plain word.
    static IN_USE: Cell<*mut Pool> = const { Cell::new(ptr::null_mut()) };
}

/// This thread's pool, if it is in use.
#[inline(always)]
fn in_use<'a>() -> Option<&'a mut Pool> {
    // SAFETY: the pool is this thread's and takes itself out of the cell when it dies, and nothing that is done to it
    // comes back here.
    unsafe { IN_USE.get().as_mut() }
}

/// Runs `f` on this thread's pool, which is in use from now on; nothing if the thread is ending and the pool is gone.
fn with_pool<R>(f: impl FnOnce(&mut Pool) -> R) -> Option<R> {
    let f = |pool: &UnsafeCell<Pool>| {
        IN_USE.set(pool.get());
        // SAFETY: the pool is this thread's, and nothing that is done to it comes back here.
        f(unsafe { &mut *pool.get() })
    };
    POOL.try_with(f).ok()
}

/// A block for one owner, all else as its last use has left it; none if the system has no memory for it.
#[inline(always)]
pub(super) fn take(class: u8) -> Option<NonNull<Header>> {
    match in_use().and_then(|pool| pool.take(class)) {
        None => bring(class),
        block => block,
    }
}

/// A block that other threads have given back, or else a new one.
///
/// With C's convention, as [`part_with`], it is known not to unwind: nobody need be ready to clean up behind it.
#[cold]
extern "C" fn bring(class: u8) -> Option<NonNull<Header>> {
    let fetched = with_pool(|pool| pool.fetch(class)).flatten();
    fetched.or_else(|| allocate(class, with_pool(Pool::home).unwrap_or(home::NONE)))
}

/// Takes back a block.
///
/// # Safety
/// The caller was the block's last owner.
#[inline(always)]
pub(super) unsafe fn keep(block: NonNull<Header>) {
    // SAFETY: the caller was the last owner, and a block that is not put on the list is on none.
    unsafe {
        if !in_use().is_some_and(|pool| pool.put(block)) {
            part_with(block);
        }
    }
}

/// Gives a block back to the thread that made it, or to the system: if that thread is gone, or has enough.
///
/// # Safety
/// The caller holds the block alone.
#[cold]
unsafe extern "C" fn part_with(block: NonNull<Header>) {
    let own = in_use().map_or(home::NONE, |pool| pool.home);
    // SAFETY: the caller holds the block alone, and still does if it is not given back.
    unsafe {
        if block.as_ref().home == own || !home::give(block) {
            release(block);
        }
    }
}

/// Puts a block of a segment before the others, so that the next array of its class lies there.
///
/// # Safety
/// The caller holds the block alone.
pub(super) unsafe fn lend(block: NonNull<Header>) {
    // SAFETY: the caller holds the block, and no longer once it is on the list.
    unsafe {
        let put = |pool: &mut Pool| {
            pool.kept += block.as_ref().bytes();
            pool.free[block.as_ref().class()].push(block);
        };
        if with_pool(put).is_none() {
            release(block);
        }
    }
}

/// Gives a block that was lent back to its segment, if this thread has made no array of it.
pub(super) fn take_back(block: NonNull<Header>, class: u8) {
    with_pool(|pool| {
        if pool.free[usize::from(class) % CLASSES].take_out(block) {
            // SAFETY: the list held the block alone.
            unsafe {
                pool.kept -= block.as_ref().bytes();
                release(block);
            }
        }
    });
}

impl Pool {
    #[inline(always)]
    fn take(&mut self, class: u8) -> Option<NonNull<Header>> {
        let block = self.free[usize::from(class) % CLASSES].next()?;
        // SAFETY: the list held the block alone.
        self.kept -= unsafe { block.as_ref() }.bytes();
        Some(block)
    }

    /// Keeps a block that this thread has made, if there is room; else it is still the caller's.
    ///
    /// # Safety
    /// The caller holds the block alone.
    #[inline(always)]
    unsafe fn put(&mut self, block: NonNull<Header>) -> bool {
        // SAFETY: the caller holds the block.
        let header = unsafe { block.as_ref() };
        let bytes = header.bytes();
        if header.home != self.home || self.kept + bytes > KEPT.load(Relaxed) {
            return false;
        }
        self.kept += bytes;
        // SAFETY: as above, and the answer says that the block is no longer the caller's.
        unsafe { self.free[header.class()].push(block) };
        true
    }

    /// Brings home what other threads have given back.
    fn fetch(&mut self, class: u8) -> Option<NonNull<Header>> {
        for block in home::empty(self.home) {
            // SAFETY: the list held the block alone.
            unsafe {
                if !self.put(block) {
                    release(block);
                }
            }
        }
        self.take(class)
    }

    /// Returns everything to the system.
    #[cold]
    fn release(&mut self) {
        self.free = [const { List::EMPTY }; CLASSES];
        self.kept = 0;
        drop(home::empty(self.home));
    }

    /// The number of this thread's home, which opens now if it has not.
    fn home(&mut self) -> u8 {
        if self.home == home::NONE {
            self.home = home::open();
        }
        self.home
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        IN_USE.set(ptr::null_mut());
        drop(home::close(self.home));
    }
}

#[cfg(test)]
mod tests {
    use super::super::Buffer;
    use super::*;
    use crate::dtype::DType;
    use std::collections::HashSet;
    use std::sync::mpsc::{channel, sync_channel};
    use std::thread;

    fn filled(len: usize, value: i64) -> Buffer {
        let mut buffer = Buffer::new(DType::I64, &[len]);
        buffer.as_mut_slice::<i64>().expect("one owner").fill(value);
        buffer
    }

    fn address(buffer: &Buffer) -> usize {
        buffer.as_slice::<i64>().as_ptr() as usize
    }

    fn kept() -> usize {
        with_pool(|pool| pool.kept).expect("the thread is not ending")
    }

    #[test]
    fn blocks_return_to_the_thread_that_made_them() {
        let buffers: Vec<Buffer> = [1, 1, 100, 1000].map(|len| filled(len, 0)).into();
        let lengths: Vec<usize> = buffers.iter().map(Buffer::len).collect();
        let made: HashSet<usize> = buffers.iter().map(address).collect();
        let elsewhere = move || {
            drop(buffers);
            assert_eq!(kept(), 0, "they were kept where they died");
        };
        thread::spawn(elsewhere).join().expect("no panic");
        // This thread's home may have been another's, whose blocks come back here as well.
        let again = || lengths.iter().map(|len| filled(*len, 0));
        let again: Vec<Buffer> = (0..1000).flat_map(|_| again()).collect();
        let seen: HashSet<usize> = again.iter().map(address).collect();
        assert!(made.is_subset(&seen));
    }

    #[test]
    fn headers_count_in_the_bound() {
        // A block of the smallest class is 64 bytes of elements and three times as many beside them.
        let scalars: Vec<Buffer> = (0..1000).map(|_| Buffer::new(DType::F32, &[])).collect();
        let before = kept();
        drop(scalars);
        assert_eq!(kept() - before, 1000 * (64 + size_of::<Header>() + 64));
    }

    #[test]
    fn what_is_kept_is_bounded() {
        let most = KEPT.load(Relaxed);
        let buffers: Vec<Buffer> = (0..6).map(|_| Buffer::new(DType::I64, &[most / 4 / 8])).collect();
        let before = kept();
        assert!(before < most / 4 - 1024);
        let bytes = buffers[0].header().bytes();
        drop(buffers);
        assert_eq!(kept() - before, 3 * bytes);
        release_memory();
        assert_eq!(kept(), 0);
    }

    #[test]
    fn a_block_may_outlive_its_thread() {
        let buffers = thread::spawn(|| (0..10).map(|at| filled(100, at)).collect::<Vec<_>>());
        let buffers = buffers.join().expect("no panic");
        for (at, buffer) in (0..).zip(&buffers) {
            assert!(buffer.as_slice::<i64>().iter().all(|x| *x == at));
        }
        drop(buffers);
    }

    #[test]
    fn buffers_die_safely_while_a_thread_ends() {
        struct Last(Option<Buffer>);
        impl Drop for Last {
            fn drop(&mut self) {
                drop(self.0.take());
                drop(filled(50, 1));
            }
        }
        thread_local! { static LAST: UnsafeCell<Last> = const { UnsafeCell::new(Last(None)) } }
        let elsewhere = filled(50, 2);
        let ended = thread::spawn(move || {
            // The pool is used first in one thread and last in the other, so that it dies last in one of them.
            LAST.with(|_| ());
            let own = filled(50, 3);
            // SAFETY: nothing else refers to it.
            LAST.with(|last| unsafe { (*last.get()).0 = Some(elsewhere) });
            drop(own);
        });
        ended.join().expect("no panic");
        let own = thread::spawn(|| {
            let own = filled(50, 4);
            // SAFETY: as above.
            LAST.with(|last| unsafe { (*last.get()).0 = Some(own) });
        });
        own.join().expect("no panic");
    }

    /// Threads that make, pass on and drop at once, and end at once: each value must arrive as it was sent.
    #[test]
    fn blocks_cross_threads_in_all_directions() {
        const THREADS: usize = 4;
        let rounds = if cfg!(miri) { 20 } else { 3000 };
        for _ in 0..3 {
            let (senders, receivers): (Vec<_>, Vec<_>) =
                (0..THREADS).map(|_| channel::<(i64, Buffer)>()).unzip();
            thread::scope(|scope| {
                for (id, receiver) in receivers.into_iter().enumerate() {
                    let senders = senders.clone();
                    scope.spawn(move || {
                        let check = |(value, buffer): (i64, Buffer)| {
                            assert!(buffer.as_slice::<i64>().iter().all(|x| *x == value));
                        };
                        for round in 0..rounds {
                            let value = (id * rounds + round) as i64;
                            let buffer = filled(1 + round % 300, value);
                            let there = (id + 1 + round % (THREADS - 1)) % THREADS;
                            // A thread that has ended lets the buffer die with its channel.
                            let _ = senders[there].send((value, buffer.clone()));
                            if round % 3 == 0 {
                                assert!(buffer.as_slice::<i64>().iter().all(|x| *x == value));
                            }
                            drop(buffer);
                            receiver.try_iter().take(2).for_each(check);
                        }
                    });
                }
            });
        }
    }

    /// What one thread makes and another drops needs no more blocks than lie between them.
    #[test]
    fn a_pipeline_recycles() {
        let (send, receive) = sync_channel::<Buffer>(1);
        let maker = thread::spawn(move || {
            let mut seen = HashSet::new();
            for at in 0..500 {
                let buffer = filled(1000, at);
                seen.insert(address(&buffer));
                send.send(buffer).expect("the other thread listens");
            }
            seen.len()
        });
        receive.iter().for_each(drop);
        let blocks = maker.join().expect("no panic");
        // One being made, one on its way, one being dropped, and as many as wait to be fetched when a list is empty.
        assert!(blocks <= 6, "{blocks} blocks were needed");
    }
}
