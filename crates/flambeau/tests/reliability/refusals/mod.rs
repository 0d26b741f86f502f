//! Memory that is refused in the middle: a panic that says so at the user's line, and everything works as before.

mod operations;
mod steps;
mod trainings;

use std::collections::BTreeSet;

use crate::allocator::refusing;
use crate::panics::caught;
use crate::rounds::are_few;

/// What comes of a request that is refused.
#[derive(PartialEq)]
enum Outcome {
    /// A panic.
    Refused,
    /// The same as ever: it could be done without.
    Done,
    /// There were not so many requests.
    NoneRefused,
}

/// Panics that were no refusals of memory, or did not name a line of the program and how many bytes were asked for.
#[derive(Default)]
struct Faults(BTreeSet<String>);

impl Faults {
    fn add(&mut self, fault: String) {
        self.0.insert(fault);
    }
}

impl Drop for Faults {
    fn drop(&mut self) {
        assert!(std::thread::panicking() || self.0.is_empty(), "{:#?}", self.0);
    }
}

/// Which requests are refused: where there is little time, not each.
fn stride() -> usize {
    if are_few() { 3 } else { 1 }
}

/// Runs `f` with request number `nth` refused.
fn refuse(nth: usize, what: &str, faults: &mut Faults, f: impl FnOnce()) -> Outcome {
    let (result, refused) = refusing(nth, || caught(f));
    match (result, refused) {
        (Ok(()), None) => Outcome::NoneRefused,
        (Ok(()), Some(_)) => Outcome::Done,
        (Err(panicked), Some(bytes)) => {
            let told = panicked
                .message
                .contains("bytes of memory, which the system does not give");
            if !told || !panicked.names_the_user() {
                faults.add(format!("{what}, request {nth} of {bytes} bytes: {panicked:?}"));
            }
            Outcome::Refused
        }
        (Err(panicked), None) => panic!("{what}: {panicked:?} without a refusal"),
    }
}
