//! When to wake a sleeping worker.
//!
//! To wake a thread takes its caller some 15 us, three times what the smallest shared loops take alone. So a loop that
//! comes out of the quiet runs alone, and workers are woken once enough such loops have come close after each other.

use std::cell::Cell;
use std::time::Instant;

use super::pool::SPIN;

/// The work, in additions, that gains what waking costs: some 50 us.
const WORTH_WAKING: usize = 1 << 19;

thread_local! {
    /// When this thread last ran a loop alone, and the work of those that came close after each other until then.
    static ALONE: Cell<Option<(Instant, usize)>> = const { Cell::new(None) };
}

/// Whether to wake workers for a loop of this much work, or to run it alone.
pub(super) fn is_worth(work: usize) -> bool {
    if work >= WORTH_WAKING {
        return true;
    }
    let now = Instant::now();
    let before = match ALONE.get() {
        Some((last, before)) if now - last < 2 * SPIN => before,
        _ => 0,
    };
    let alone = before + work;
    let is_worth = alone >= WORTH_WAKING;
    ALONE.set((!is_worth).then_some((now, alone)));
    is_worth
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_of_small_loops_wakes_and_one_after_a_rest_does_not() {
        assert!(is_worth(WORTH_WAKING));
        let part = WORTH_WAKING / 4;
        for _ in 0..3 {
            std::thread::sleep(3 * SPIN);
            assert!(!is_worth(part));
        }
        std::thread::sleep(3 * SPIN);
        // So many that four come close after each other even on a busy machine.
        assert!((0..1000).any(|_| is_worth(part)));
    }
}
