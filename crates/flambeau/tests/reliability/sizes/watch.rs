//! A clock beside the calls: one that takes too long ends the process, with its name.

use std::io::{Write, stderr};
use std::process::abort;
use std::sync::atomic::{AtomicU64, Ordering::SeqCst};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// Far longer than any call takes, also on a machine that is busy with other things.
const SECONDS: u64 = 60;

/// Watches calls until it is dropped.
pub(crate) struct Watch(Arc<Shared>);

struct Shared {
    /// Counts the calls; the largest number says that none is to come.
    number: AtomicU64,
    call: Mutex<(&'static str, u64)>,
}

impl Watch {
    pub(crate) fn begin() -> Self {
        let shared = Arc::new(Shared {
            number: AtomicU64::new(0),
            call: Mutex::new(("nothing", 0)),
        });
        let watched = Arc::clone(&shared);
        thread::spawn(move || watched.watch());
        Self(shared)
    }

    /// A call begins; the one before has ended.
    pub(crate) fn calls(&self, name: &'static str, seed: u64) {
        *self.0.call.lock().unwrap_or_else(PoisonError::into_inner) = (name, seed);
        self.0.number.fetch_add(1, SeqCst);
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.0.number.store(u64::MAX, SeqCst);
    }
}

impl Shared {
    fn watch(&self) {
        let (mut seen, mut seconds) = (0, 0);
        loop {
            thread::sleep(Duration::from_secs(1));
            let number = self.number.load(SeqCst);
            if number == u64::MAX {
                return;
            }
            seconds = if number == seen { seconds + 1 } else { 0 };
            seen = number;
            if seconds > SECONDS {
                let (name, seed) = *self.call.lock().unwrap_or_else(PoisonError::into_inner);
                // Not `eprintln!`, which a test keeps for its end.
                let message = format!("seed {seed}: {name} has taken more than {SECONDS} seconds\n");
                let _ = stderr().write_all(message.as_bytes());
                abort();
            }
        }
    }
}
