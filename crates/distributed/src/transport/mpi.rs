//! Ranks that MPI started.

use mpi::environment::{Threading, Universe, is_finalized, is_initialized, processor_name};
use mpi::point_to_point::{Destination, Source};
use mpi::request::{LocalScope, Request, scope};
use mpi::topology::{Communicator, SimpleCommunicator};
use smallvec::SmallVec;

use super::clock::Clock;
use super::{Channel, Incoming, Outgoing, Patience, Transport};

/// MPI counts the elements of a message in 31 bits.
const LARGEST_MESSAGE: usize = 1 << 30;

/// MPI from its beginning to its end, which is where this is dropped.
pub(crate) struct Mpi {
    _universe: Universe,
    rank: usize,
    world_size: usize,
}

impl Mpi {
    /// Begins MPI, which waits for all ranks; `None` if it has been begun before in this process.
    pub(crate) fn begin() -> Option<Self> {
        let (universe, _) = mpi::initialize_with_threading(Threading::Serialized)?;
        let world = universe.world();
        Some(Self {
            rank: world.rank() as usize,
            world_size: world.size() as usize,
            _universe: universe,
        })
    }
}

/// Ends this process, and if MPI is running all others with it.
pub(crate) fn abort(code: i32) -> ! {
    if is_initialized() && !is_finalized() {
        SimpleCommunicator::world().abort(code)
    }
    std::process::exit(code)
}

impl Transport for Mpi {
    fn rank(&self) -> usize {
        self.rank
    }

    fn world_size(&self) -> usize {
        self.world_size
    }

    fn host(&self) -> String {
        processor_name().unwrap_or_else(|_| "a machine without a name".to_owned())
    }

    fn exchange(
        &self,
        channel: Channel,
        sends: &[Outgoing<'_>],
        receives: &mut [Incoming<'_>],
        patience: &Patience<'_>,
    ) {
        let world = SimpleCommunicator::world();
        let tag = channel as i32;
        scope(|scope| {
            let mut requests: SmallVec<[Waiting<'_, '_>; 8]> = SmallVec::new();
            for Incoming { from, bytes } in receives {
                let source = world.process_at_rank(*from as i32);
                for part in bytes.chunks_mut(LARGEST_MESSAGE) {
                    requests.push((*from, source.immediate_receive_into_with_tag(scope, part, tag)));
                }
            }
            for Outgoing { to, bytes } in sends {
                let destination = world.process_at_rank(*to as i32);
                for part in bytes.chunks(LARGEST_MESSAGE) {
                    requests.push((*to, destination.immediate_send_with_tag(scope, part, tag)));
                }
            }
            complete(requests, patience);
        });
    }
}

/// A message on its way, and the rank at its other end.
type Waiting<'a, 's> = (usize, Request<'a, [u8], &'s LocalScope<'a>>);

/// Waits for one message after the other: asking for one lets MPI work on all.
fn complete<'a>(requests: SmallVec<[Waiting<'a, '_>; 8]>, patience: &Patience<'_>) {
    let mut clock = Clock::new(patience.timeout);
    let mut requests = requests.into_iter();
    while let Some((rank, mut request)) = requests.next() {
        while let Err(unfinished) = request.test() {
            request = unfinished;
            if clock.has_run_out() {
                let mut silent = vec![rank];
                let rest = requests
                    .by_ref()
                    .filter_map(|(rank, request)| Some((rank, request.test().err()?)));
                let rest: Vec<_> = rest.collect();
                silent.extend(rest.iter().map(|(rank, _)| *rank));
                silent.sort_unstable();
                silent.dedup();
                (patience.give_up)(&silent);
            }
        }
    }
}
