//! How much memory threads keep, which is one number for the whole process.

use std::sync::{Mutex, MutexGuard, PoisonError};

use flambeau::set_kept_memory;

static ALONE: Mutex<()> = Mutex::new(());

/// What threads keep without a word.
const USUAL: usize = 256 << 20;

/// While it lives, threads keep so much, and no other test sets it.
pub(crate) struct Kept(#[expect(dead_code, reason = "held until the drop")] MutexGuard<'static, ()>);

impl Kept {
    pub(crate) fn at_most(bytes: usize) -> Self {
        let alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        set_kept_memory(bytes);
        Self(alone)
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        set_kept_memory(USUAL);
    }
}
