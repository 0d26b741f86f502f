//! What a thread asks for in memory, and when: a profile knows by it when an operation began.

use std::cell::Cell;
use std::time::Instant;

thread_local! {
    static RUNS: Cell<bool> = const { Cell::new(false) };
    static ASKED: Cell<Asked> = const { Cell::new(Asked { first: None, bytes: 0 }) };
}

/// What has been asked for since the last look.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked {
    /// When memory for elements was first asked for.
    pub first: Option<Instant>,
    /// How many bytes, all together.
    pub bytes: usize,
}

/// Starts or stops the meter of this thread; it returns whether it ran.
pub fn run(runs: bool) -> bool {
    ASKED.take();
    RUNS.replace(runs)
}

/// What has been asked for since the last call.
pub fn take() -> Asked {
    ASKED.take()
}

/// Notes that elements of so many bytes are asked for.
#[inline(always)]
pub(crate) fn asked(bytes: usize) {
    if RUNS.get() {
        note(bytes);
    }
}

#[cold]
fn note(bytes: usize) {
    let Asked { first, bytes: before } = ASKED.get();
    ASKED.set(Asked {
        first: first.or_else(|| Some(Instant::now())),
        bytes: before + bytes,
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Array, DType};

    #[test]
    fn elements_are_counted_while_it_runs() {
        assert!(!run(true));
        let x = Array::zeros([3, 4], DType::F64);
        assert_eq!(take().bytes, 96);
        drop(x.clone());
        assert!(take().first.is_none());
        assert!(run(false));
        drop(Array::zeros([3, 4], DType::F64));
        assert_eq!(take().bytes, 0);
    }
}
