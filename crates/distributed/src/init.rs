//! [`init_process_group`]: how a program becomes a rank of a group.

use std::time::Duration;

use thiserror::Error;

use crate::process_group::ProcessGroup;
use crate::transport::Transport;
use crate::transport::single::Single;

/// What connects the ranks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Backend {
    /// MPI, which starts the program on each rank: `mpirun -n 4 program`. A program that is started without `mpirun` is the
    /// only rank. Needs the feature `mpi`.
    Mpi,
    /// One rank, which needs no MPI: the same program runs alone.
    Single,
}

impl Default for Backend {
    /// MPI if this crate was built with it, else one rank.
    fn default() -> Self {
        if cfg!(feature = "mpi") {
            Self::Mpi
        } else {
            Self::Single
        }
    }
}

/// Why there is no group.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum InitError {
    /// The crate was built without MPI.
    #[error(
        "this program was built without MPI: install libopenmpi-dev, openmpi-bin and libclang-dev, and build it with the \
         feature `mpi`"
    )]
    WithoutMpi,
    /// MPI can be begun once in a process, and not again after it has ended.
    #[error(
        "init_process_group has begun MPI before in this process, which can do so once: clone the ProcessGroup instead"
    )]
    Twice,
}

/// Options of [`init_process_group_with`].
#[derive(Clone, Debug)]
pub struct InitOptions {
    pub(crate) timeout: Duration,
    pub(crate) shared_memory: bool,
}

impl Default for InitOptions {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(30 * 60),
            shared_memory: true,
        }
    }
}

impl InitOptions {
    /// PyTorch's: a collective may wait for half an hour.
    pub fn new() -> Self {
        Self::default()
    }

    /// How long a rank waits for the others, when the group begins and in each collective, before it ends the job with a
    /// message. It must be longer than what a rank does alone between two collectives, such as writing a checkpoint.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Whether ranks that are all on one machine read each other's gradients where they lie, in memory beneath `/dev/shm`,
    /// instead of sending them; so unless told otherwise, and where it has room for them. The bits are the same.
    #[must_use]
    pub fn shared_memory(mut self, shared: bool) -> Self {
        self.shared_memory = shared;
        self
    }
}

/// Makes this process a rank of a group: PyTorch's function of that name. Every rank calls it, on the thread that trains,
/// before anything else.
///
/// A panic of a rank, on any of its threads, from then on ends all of them: see [`ProcessGroup::abort`].
///
/// ```
/// use distributed::{Backend, ReduceOp, init_process_group};
/// use autograd::Tensor;
///
/// let group = init_process_group(Backend::Single)?;
/// let mut x = Tensor::from([1.0, 2.0]);
/// group.all_reduce(&mut x, ReduceOp::Sum);
/// assert_eq!((group.rank(), group.world_size(), x.to_vec::<f32>()), (0, 1, vec![1.0, 2.0]));
/// # Ok::<_, distributed::InitError>(())
/// ```
///
/// # Errors
/// If the backend is MPI, and this crate was built without it or MPI has been begun before.
pub fn init_process_group(backend: Backend) -> Result<ProcessGroup, InitError> {
    init_process_group_with(backend, &InitOptions::new())
}

/// [`init_process_group`] with options.
///
/// # Errors
/// As `init_process_group`.
pub fn init_process_group_with(backend: Backend, options: &InitOptions) -> Result<ProcessGroup, InitError> {
    let transport: Box<dyn Transport> = match backend {
        Backend::Single => Box::new(Single),
        Backend::Mpi => begin_mpi(options.timeout)?,
    };
    Ok(ProcessGroup::new(transport, options))
}

#[cfg(not(feature = "mpi"))]
fn begin_mpi(_timeout: Duration) -> Result<Box<dyn Transport>, InitError> {
    Err(InitError::WithoutMpi)
}

#[cfg(feature = "mpi")]
fn begin_mpi(timeout: Duration) -> Result<Box<dyn Transport>, InitError> {
    use crate::panic_hook;
    use crate::transport::mpi::Mpi;

    let mpi = within(timeout, Mpi::begin).ok_or(InitError::Twice)?;
    panic_hook::install(mpi.rank(), mpi.world_size());
    Ok(Box::new(mpi))
}

/// Runs `begin`, which waits for all ranks without end: where it takes longer than `timeout` the process ends.
#[cfg(feature = "mpi")]
fn within<R>(timeout: Duration, begin: impl FnOnce() -> R) -> R {
    let (done, waiting) = std::sync::mpsc::channel::<()>();
    let watch = std::thread::spawn(move || {
        if waiting.recv_timeout(timeout) == Err(std::sync::mpsc::RecvTimeoutError::Timeout) {
            eprintln!(
                "init_process_group has waited {timeout:?} for MPI to begin on all ranks: a rank has not called it, or a \
                 machine cannot be reached"
            );
            std::process::exit(1);
        }
    });
    let begun = begin();
    drop(done);
    // It ends at once, and has nothing to tell.
    drop(watch.join());
    begun
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_mpi_the_message_says_what_to_install() {
        let message = InitError::WithoutMpi.to_string();
        for package in ["libopenmpi-dev", "openmpi-bin", "libclang-dev"] {
            assert!(message.contains(package), "{message}");
        }
        if cfg!(not(feature = "mpi")) {
            assert!(matches!(
                init_process_group(Backend::Mpi),
                Err(InitError::WithoutMpi)
            ));
            assert_eq!(Backend::default(), Backend::Single);
        }
    }
}
