//! How long a rank waits.

use std::time::{Duration, Instant};

/// How often another rank is asked for before other processes may have the core.
const EAGER_POLLS: u32 = 2000;

/// Lets others work while another rank is waited for, and says when that took too long.
pub(crate) struct Clock {
    timeout: Duration,
    polls: u32,
    started: Option<Instant>,
}

impl Clock {
    pub(crate) fn new(timeout: Duration) -> Self {
        Self {
            timeout,
            polls: 0,
            started: None,
        }
    }

    pub(crate) fn has_run_out(&mut self) -> bool {
        self.polls += 1;
        if self.polls < EAGER_POLLS {
            std::hint::spin_loop();
            return false;
        }
        std::thread::yield_now();
        self.started.get_or_insert_with(Instant::now).elapsed() > self.timeout
    }
}
