//! [`ProcessGroup`]: the ranks that train together, and what they do in common.

use std::fmt;
use std::panic::Location;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use autograd::Tensor;
use tensor_core::{Array, DType, Error};

use crate::call::{Call, Kind};
use crate::collective::{Collective, Memory};
use crate::init::InitOptions;
use crate::reduce_op::{ReduceOp, dispatch};
use crate::transport::Transport;

/// The ranks of a job: as many processes that run the same program, each with a number of its own. It is a handle; clones
/// are the same group.
///
/// What all ranks do in common is a *collective*: every rank calls the same methods in the same order, with tensors of the
/// same shape and element type. Each call first compares what the ranks are doing. Where they differ, as when one rank has
/// fewer batches and is at the end of its program while another is in `backward`, the job ends with a sentence that says who
/// does what. A rank that does not answer at all ends it after the
/// [timeout](crate::InitOptions::timeout).
///
/// When the last handle is dropped, the rank waits for the others to come to their ends, too.
#[derive(Clone)]
pub struct ProcessGroup(Arc<Ranks>);

struct Ranks {
    transport: Box<dyn Transport>,
    timeout: Duration,
    /// Whether ranks of one machine may read each other's gradients.
    shares_memory: bool,
    local_rank: usize,
    /// The machine of each rank.
    hosts: Vec<String>,
    memory: Mutex<Memory>,
}

/// The bytes of a machine's name that the ranks tell each other.
const HOST_NAME: usize = 64;

impl ProcessGroup {
    #[track_caller]
    pub(crate) fn new(transport: Box<dyn Transport>, options: &InitOptions) -> Self {
        let mut ranks = Ranks {
            transport,
            timeout: options.timeout,
            shares_memory: options.shared_memory,
            local_rank: 0,
            hosts: Vec::new(),
            memory: Mutex::default(),
        };
        let mut name = ranks.transport.host().into_bytes();
        name.resize(HOST_NAME, 0);
        let names = ranks.run(Kind::AllGather, DType::U8, HOST_NAME, |all| all.gather(&name));
        let text = |name: &[u8]| String::from_utf8_lossy(name).trim_end_matches('\0').to_owned();
        ranks.hosts = names.iter().map(|name| text(name)).collect();
        let rank = ranks.transport.rank();
        ranks.local_rank = ranks.hosts[..rank]
            .iter()
            .filter(|host| **host == ranks.hosts[rank])
            .count();
        Self(Arc::new(ranks))
    }

    /// The number of this process, from 0 on.
    pub fn rank(&self) -> usize {
        self.0.transport.rank()
    }

    /// How many ranks there are.
    pub fn world_size(&self) -> usize {
        self.0.transport.world_size()
    }

    /// The number of this process among those of its machine, from 0 on.
    pub fn local_rank(&self) -> usize {
        self.0.local_rank
    }

    /// Whether all ranks say that they are on the same machine.
    pub(crate) fn is_on_one_machine(&self) -> bool {
        self.0.hosts.iter().all(|host| *host == self.0.hosts[0])
    }

    /// Whether ranks of one machine may read each other's gradients.
    pub(crate) fn shares_memory(&self) -> bool {
        self.0.shares_memory
    }

    /// Runs a collective, in which all ranks must be with the same arguments.
    #[track_caller]
    pub(crate) fn run<R>(
        &self,
        kind: Kind,
        dtype: DType,
        numel: usize,
        collective: impl FnOnce(&mut Collective<'_>) -> R,
    ) -> R {
        self.0.run(kind, dtype, numel, collective)
    }

    /// Makes of every rank's `tensor` the same: what `op` makes of all of them, taken in rank order. The tensor is changed in
    /// place if nobody else holds its elements. No gradient flows through it.
    ///
    /// ```
    /// use distributed::{Backend, ReduceOp, init_process_group};
    /// use autograd::Tensor;
    /// let group = init_process_group(Backend::Single)?;
    /// let mut loss = Tensor::from(0.5);
    /// group.all_reduce(&mut loss, ReduceOp::Avg);
    /// assert_eq!(loss.item(), 0.5);
    /// # Ok::<_, distributed::InitError>(())
    /// ```
    ///
    /// # Panics
    /// If the tensor requires a gradient, or an average is asked of integers.
    #[track_caller]
    pub fn all_reduce(&self, tensor: &mut Tensor, op: ReduceOp) {
        refuse_recorded("all_reduce", tensor);
        self.all_reduce_as(Kind::AllReduce(op), tensor, op);
    }

    /// [`all_reduce`](ProcessGroup::all_reduce) that says it is `kind`, of a tensor whose history is dropped.
    #[track_caller]
    pub(crate) fn all_reduce_as(&self, kind: Kind, tensor: &mut Tensor, op: ReduceOp) {
        if let Err(refusal) = op.check(tensor.dtype()) {
            refusal.raise();
        }
        let mut array = own(tensor);
        if array.dtype() == DType::Bool {
            let mut truths = array.to_dtype(DType::U8);
            self.reduce(kind, &mut truths, op.of_truths());
            array = truths.to_dtype(DType::Bool);
        } else {
            self.reduce(kind, &mut array, op);
        }
        *tensor = Tensor::from(array);
    }

    #[track_caller]
    fn reduce(&self, kind: Kind, array: &mut Array, op: ReduceOp) {
        let (dtype, numel) = (array.dtype(), array.numel());
        self.0.run(kind, dtype, numel, |all| {
            dispatch!(
                dtype,
                T => all.reduce(array.as_mut_slice::<T>(), op),
                other => Error::dtype(format!("all_reduce does not know elements of {other}")).raise()
            );
        });
    }

    /// Gives every rank the elements that `tensor` has on rank `src`.
    ///
    /// # Panics
    /// If the tensor requires a gradient, or there is no rank `src`.
    #[track_caller]
    pub fn broadcast(&self, tensor: &mut Tensor, src: usize) {
        refuse_recorded("broadcast", tensor);
        if src >= self.world_size() {
            Error::argument(format!(
                "broadcast: there is no rank {src} among {} ranks",
                self.world_size()
            ))
            .raise();
        }
        *tensor = self.broadcast_as(Kind::Broadcast { src }, tensor, src);
    }

    /// The elements that `tensor` has on rank `src`, without history.
    #[track_caller]
    pub(crate) fn broadcast_as(&self, kind: Kind, tensor: &Tensor, src: usize) -> Tensor {
        let mut bytes = tensor.to_le_bytes();
        self.0.run(kind, tensor.dtype(), tensor.numel(), |all| {
            all.broadcast(&mut bytes, src);
        });
        from_bytes(tensor, &bytes)
    }

    /// The tensors of all ranks, in rank order.
    ///
    /// ```
    /// use distributed::{Backend, init_process_group};
    /// use autograd::Tensor;
    /// let group = init_process_group(Backend::Single)?;
    /// let all = group.all_gather(&Tensor::from([1.0, 2.0]));
    /// assert_eq!(Tensor::stack(&all, 0).shape(), [1, 2]);
    /// # Ok::<_, distributed::InitError>(())
    /// ```
    #[track_caller]
    pub fn all_gather(&self, tensor: &Tensor) -> Vec<Tensor> {
        self.all_gather_as(Kind::AllGather, tensor)
    }

    #[track_caller]
    pub(crate) fn all_gather_as(&self, kind: Kind, tensor: &Tensor) -> Vec<Tensor> {
        let bytes = tensor.to_le_bytes();
        let parts = self
            .0
            .run(kind, tensor.dtype(), tensor.numel(), |all| all.gather(&bytes));
        parts.iter().map(|part| from_bytes(tensor, part)).collect()
    }

    /// Returns when every rank has come here.
    #[track_caller]
    pub fn barrier(&self) {
        self.0.run(Kind::Barrier, DType::U8, 0, |_| {});
    }

    /// Ends all ranks at once, with this status.
    ///
    /// That is also what a panic does: the rank, the message and its line are printed, and the job ends, because the other ranks
    /// would wait for this one for ever. A panic that is caught afterwards ends it as well.
    pub fn abort(&self, status: i32) -> ! {
        #[cfg(feature = "mpi")]
        crate::transport::mpi::abort(status);
        #[cfg(not(feature = "mpi"))]
        std::process::exit(status)
    }
}

/// # Panics
/// If `tensor` requires a gradient.
#[track_caller]
fn refuse_recorded(method: &str, tensor: &Tensor) {
    if tensor.requires_grad() {
        Error::graph(format!(
            "{method}: no gradient flows between ranks, and this tensor requires one; pass `tensor.detach()`"
        ))
        .raise();
    }
}

/// The array of `tensor`, which gives it up, so that it has one holder and is changed in place.
pub(crate) fn own(tensor: &mut Tensor) -> Array {
    let array = tensor.to_array();
    *tensor = Tensor::from(Array::zeros((), DType::Bool));
    array
}

/// A tensor like `tensor` with these elements.
fn from_bytes(tensor: &Tensor, bytes: &[u8]) -> Tensor {
    match Tensor::from_le_bytes(tensor.dtype(), tensor.shape(), bytes) {
        Ok(tensor) => tensor,
        Err(error) => error.raise(),
    }
}

impl Ranks {
    fn lock(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs a collective, in which all ranks must be with the same arguments.
    #[track_caller]
    fn run<R>(
        &self,
        kind: Kind,
        dtype: DType,
        numel: usize,
        collective: impl FnOnce(&mut Collective<'_>) -> R,
    ) -> R {
        let place = Location::caller();
        let mut memory = self.lock();
        let call = Call {
            kind,
            dtype,
            numel,
            number: memory.count(),
            place,
        };
        let (transport, hosts) = (&*self.transport, &self.hosts);
        let mut all = Collective::new(transport, hosts, self.timeout, call, &mut memory);
        let result = collective(&mut all);
        all.end();
        result
    }
}

impl Drop for Ranks {
    fn drop(&mut self) {
        // A rank that panics does not wait for the others.
        if !std::thread::panicking() {
            self.run(Kind::End, DType::U8, 0, |_| {});
        }
    }
}

impl fmt::Debug for ProcessGroup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "ProcessGroup(rank={}, world_size={})",
            self.rank(),
            self.world_size()
        )
    }
}
