//! A panic on one rank ends the job: without that, the others would wait for it for ever.

use std::panic;

use crate::transport::mpi::abort;

/// The status that Rust gives a program that panicked.
const PANICKED: i32 = 101;

/// From now on a panic says which rank it was, then what it always says, and then ends all ranks.
pub(crate) fn install(rank: usize, world_size: usize) {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        eprintln!("rank {rank} of {world_size} panicked and ends the job:");
        before(info);
        if world_size > 1 {
            abort(PANICKED);
        }
    }));
}
