//! What carries bytes between ranks. All that is known of MPI is behind this trait.

pub(crate) mod clock;
#[cfg(feature = "mpi")]
pub(crate) mod mpi;
pub(crate) mod single;

use std::time::Duration;

/// An engine that connects the ranks. Another one than MPI is another file beside this one.
pub(crate) trait Transport: Send + Sync {
    fn rank(&self) -> usize;

    fn world_size(&self) -> usize;

    /// The name of the machine.
    fn host(&self) -> String;

    /// Sends and receives all of these at once, and returns when the last is done. Between two ranks, messages of one
    /// channel arrive in the order in which they were sent. One may be shorter than the memory that it is received into.
    fn exchange(
        &self,
        channel: Channel,
        sends: &[Outgoing<'_>],
        receives: &mut [Incoming<'_>],
        patience: &Patience<'_>,
    );
}

/// Messages of different channels do not meet.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Channel {
    /// What the ranks say that they are doing.
    Cards,
    Elements,
}

#[cfg_attr(
    not(feature = "mpi"),
    expect(dead_code, reason = "one rank alone exchanges nothing")
)]
pub(crate) struct Outgoing<'a> {
    pub(crate) to: usize,
    pub(crate) bytes: &'a [u8],
}

#[cfg_attr(
    not(feature = "mpi"),
    expect(dead_code, reason = "one rank alone exchanges nothing")
)]
pub(crate) struct Incoming<'a> {
    pub(crate) from: usize,
    pub(crate) bytes: &'a mut [u8],
}

/// How long an exchange may take.
#[cfg_attr(
    not(feature = "mpi"),
    expect(dead_code, reason = "one rank alone exchanges nothing")
)]
pub(crate) struct Patience<'a> {
    pub(crate) timeout: Duration,
    /// Called when it took longer, with the ranks that have not answered. It panics, which ends the job.
    pub(crate) give_up: &'a dyn Fn(&[usize]),
}
