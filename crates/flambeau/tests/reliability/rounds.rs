//! How long the tests go on.
//!
//! Without further word each makes a number of rounds that takes a second or so. `FLAMBEAU_SOAK_SECONDS=60` lets each go
//! on for a minute, from the seed `FLAMBEAU_SOAK_SEED`, and tells at its end what it has done: `cargo xtask soak`.

use std::env;
use std::time::{Duration, Instant};

use crate::random::Random;

/// The variable that says how long tests go on.
const SECONDS: &str = "FLAMBEAU_SOAK_SECONDS";

/// The rounds of a test, each with random numbers of its own.
pub(crate) struct Rounds {
    name: &'static str,
    first: u64,
    next: u64,
    end: End,
}

enum End {
    After(u64),
    At(Instant),
}

/// `few` rounds, or as many as there is time for.
pub(crate) fn rounds(name: &'static str, few: u64) -> Rounds {
    let number = |name| env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let first = number("FLAMBEAU_SOAK_SEED").unwrap_or(0) << 32;
    // Under a sanitizer nothing is to be used again.
    if let Some(bytes) = number("FLAMBEAU_KEPT_MEMORY") {
        flambeau::set_kept_memory(bytes as usize);
    }
    let end = match number(SECONDS) {
        Some(seconds) => End::At(Instant::now() + Duration::from_secs(seconds)),
        None => End::After(first + few),
    };
    Rounds {
        name,
        first,
        next: first,
        end,
    }
}

/// Whether tests go on for a second or so, not for as long as they are told to.
pub(crate) fn are_few() -> bool {
    env::var_os(SECONDS).is_none()
}

impl Iterator for Rounds {
    type Item = Random;

    fn next(&mut self) -> Option<Random> {
        let goes_on = match self.end {
            End::After(last) => self.next < last,
            End::At(end) => Instant::now() < end,
        };
        if !goes_on {
            return None;
        }
        self.next += 1;
        Some(Random::new(self.next - 1))
    }
}

impl Rounds {
    /// Tells what was done, if somebody waits for it.
    pub(crate) fn tell(&self, what: std::fmt::Arguments<'_>) {
        if let End::At(_) = self.end {
            println!("{}: {} rounds, {what}", self.name, self.next - self.first);
        }
    }
}
