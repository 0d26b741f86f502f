//! The pool: every chunk once, panics, callers at once, nested calls.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use super::pool::SPIN;
use super::*;
use crate::error::{Error, ErrorKind};
use crate::scratch;

/// Counts how often each of `chunks` chunks ran.
fn runs(chunks: usize) -> Vec<usize> {
    let counts: Vec<_> = (0..chunks).map(|_| AtomicUsize::new(0)).collect();
    for_each_chunk(chunks, &|index| {
        counts[index].fetch_add(1, Relaxed);
    });
    counts.into_iter().map(AtomicUsize::into_inner).collect()
}

#[test]
fn every_chunk_runs_once_at_any_number_of_threads() {
    for threads in [1, 2, 3, 8] {
        set_num_threads(threads);
        for chunks in [0, 1, 2, 3, 7, 100] {
            for _ in 0..20 {
                assert_eq!(runs(chunks), vec![1; chunks]);
            }
        }
    }
}

#[test]
fn a_thread_begins_with_its_own_share_and_goes_on_with_the_others() {
    let order = Mutex::new(Vec::new());
    let note = |index| order.lock().unwrap().push(index);
    Job::new(7, 3, &note).expect("there is memory").work(1);
    assert_eq!(order.into_inner().unwrap(), [2, 3, 4, 5, 6, 0, 1]);
}

#[test]
fn workers_that_fell_asleep_wake_again() {
    set_num_threads(3);
    for _ in 0..20 {
        assert_eq!(runs(50), [1; 50]);
        thread::sleep(3 * SPIN);
    }
}

#[test]
fn slow_chunks_of_a_worker_are_waited_for() {
    set_num_threads(2);
    let done = AtomicUsize::new(0);
    for_each_chunk(4, &|_| {
        thread::sleep(20 * SPIN);
        done.fetch_add(1, Relaxed);
    });
    assert_eq!(done.into_inner(), 4);
}

#[test]
fn a_split_covers_the_slice_in_disjoint_pieces() {
    set_num_threads(2);
    for len in [0, 1, 9, 10, 11, 105] {
        let mut out = vec![0; len];
        split_mut(&mut out, 10, |start, piece| {
            piece
                .iter_mut()
                .enumerate()
                .for_each(|(index, value)| *value += start + index);
        });
        assert_eq!(out, (0..len).collect::<Vec<_>>());
    }
}

#[test]
fn pieces_cover_everything_once_in_units() {
    for threads in [1, 2, 3, 8] {
        set_num_threads(threads);
        for (len, unit, cost) in [
            (0, 1, 1),
            (5, 2, 1),
            (100_003, 64, 1),
            (7, 1, 1 << 20),
            (90_000, 900, 30),
        ] {
            let mut out = vec![0; len];
            fill(&mut out, unit, cost, |start, piece| {
                assert_eq!(start % unit, 0);
                assert!(piece.len() % unit == 0 || start + piece.len() == len);
                (start..).zip(piece).for_each(|(place, value)| *value += place);
            });
            assert_eq!(out, (0..len).collect::<Vec<_>>());
        }
    }
}

#[test]
fn much_work_is_cut_into_as_many_pieces_for_each_thread() {
    set_num_threads(2);
    let pieces = Mutex::new(Vec::new());
    for_each_piece(100_000, LINE, 1, |range| pieces.lock().unwrap().push(range.len()));
    let pieces = pieces.into_inner().unwrap();
    assert!(pieces.len() > 1 && pieces.len() % 2 == 0, "{pieces:?}");
    let is_even = |len: &usize| len.abs_diff(100_000 / pieces.len()) < LINE * pieces.len();
    assert!(pieces.iter().all(is_even), "{pieces:?}");
}

#[test]
fn a_panic_reaches_the_caller_and_the_pool_lives_on() {
    set_num_threads(2);
    for bad in [0, 30] {
        let result =
            catch_unwind(|| for_each_chunk(64, &|index| assert_ne!(index, bad, "chunk {index} is bad")));
        let message = *result.unwrap_err().downcast::<String>().unwrap();
        assert!(message.contains("is bad"), "{message}");
        assert_eq!(runs(64), [1; 64]);
    }
}

/// Every chunk panics with a value whose drop panics: one arrives, the others are dropped without a trace, no helper is
/// lost, and nobody waits for ever.
#[test]
fn what_panics_when_it_is_dropped_does_no_harm() {
    struct Bomb;
    impl Drop for Bomb {
        fn drop(&mut self) {
            if !thread::panicking() {
                resume_unwind(Box::new("the drop of what a panic carries"));
            }
        }
    }
    set_num_threads(3);
    for _ in 0..20 {
        let result = catch_unwind(|| {
            for_each_chunk(64, &|_| {
                thread::sleep(SPIN);
                resume_unwind(Box::new(Bomb));
            });
        });
        let payload = result.unwrap_err();
        assert!(payload.is::<Bomb>());
        assert!(catch_unwind(AssertUnwindSafe(|| drop(payload))).is_err());
        assert_eq!(runs(64), [1; 64]);
    }
}

/// Memory that is refused to a helper is refused at the line of who called it.
#[test]
fn a_refusal_of_memory_in_a_helper_is_the_callers() {
    set_num_threads(3);
    let refused = Error::catch_memory(|| {
        for_each_chunk(64, &|_| {
            thread::sleep(SPIN);
            drop(scratch::filled(0_u8, isize::MAX as usize));
        });
    });
    let error = refused.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Memory);
    assert_eq!(runs(64), [1; 64]);
}

#[test]
fn nested_calls_and_several_callers_all_finish() {
    set_num_threads(2);
    let count = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..50 {
                    for_each_chunk(5, &|_| {
                        for_each_chunk(3, &|_| {
                            count.fetch_add(1, Relaxed);
                        });
                    });
                }
            });
        }
    });
    assert_eq!(count.into_inner(), 4 * 50 * 5 * 3);
}

#[test]
fn the_first_variable_with_a_positive_number_counts() {
    let with = |values: [&str; 3]| {
        let names = ["FLAMBEAU_NUM_THREADS", "RAYON_NUM_THREADS", "OMP_NUM_THREADS"];
        threads_wanted_by(|name| {
            let place = names.iter().position(|&other| other == name)?;
            Some(values[place].to_owned()).filter(|value| !value.is_empty())
        })
    };
    assert_eq!(with(["", "", ""]), None);
    assert_eq!(with(["3", "2", "1"]), Some(3));
    assert_eq!(with(["0", " 2 ", "1"]), Some(2));
    assert_eq!(with(["many", "", "4"]), Some(4));
}

#[test]
#[should_panic(expected = "must be at least 1")]
fn zero_threads_are_refused() {
    set_num_threads(0);
}
