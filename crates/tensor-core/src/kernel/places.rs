//! Runs of elements that begin at listed places. Callers have checked every place.

use crate::dtype::Element;
use crate::kernel::threads::fill;
use crate::scratch;

/// What moving an element from a listed place costs, in additions.
const COST: usize = 2;

/// Copies the runs of `run` elements that begin at `starts` to `out`, one after the other.
pub(crate) fn take<T: Element>(x: &[T], starts: &[i64], run: usize, out: &mut [T]) {
    fill(out, run.max(1), COST, |first, out| match run {
        0 => {}
        1 => {
            let starts = &starts[first..][..out.len()];
            for (out, start) in out.iter_mut().zip(starts) {
                *out = x[*start as usize];
            }
        }
        _ => {
            for (out, start) in out.chunks_exact_mut(run).zip(&starts[first / run..]) {
                out.copy_from_slice(&x[*start as usize..][..run]);
            }
        }
    });
}

/// Copies the runs of `src` to where they begin in `out`; of several for one place, the last stays.
pub(crate) fn put<T: Element>(src: &[T], starts: &[i64], run: usize, out: &mut [T]) {
    if run == 1 {
        for (x, start) in src.iter().zip(starts) {
            out[*start as usize] = *x;
        }
    } else if run > 1 {
        for (x, start) in src.chunks_exact(run).zip(starts) {
            out[*start as usize..][..run].copy_from_slice(x);
        }
    }
}

/// Combines the elements of `src`, one after the other, with those at their places.
pub(crate) fn combine<T: Element>(
    src: &[T],
    starts: &[i64],
    run: usize,
    out: &mut [T],
    combine: impl Fn(T, T) -> T,
) {
    if run == 0 {
        return;
    }
    for (x, start) in src.chunks_exact(run).zip(starts) {
        for (out, x) in out[*start as usize..][..run].iter_mut().zip(x) {
            *out = combine(*out, *x);
        }
    }
}

/// The places of what is true.
pub(crate) fn trues(x: &[bool]) -> Vec<i64> {
    let count = x.iter().filter(|x| **x).count();
    // One more, so that each is written before it is known whether it counts: without a branch.
    let (mut places, mut next) = (scratch::filled(0, count + 1), 0);
    for (place, x) in x.iter().enumerate() {
        places[next] = place as i64;
        next += usize::from(*x);
    }
    places.truncate(count);
    places
}
