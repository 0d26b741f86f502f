//! Training on more than one process and more than one machine: data-parallel, over MPI.
//!
//! Every rank runs the same program on its own share of the data. [`DistributedSampler`] deals the data out,
//! [`DistributedDataParallel`] makes of the ranks' gradients their mean at the end of `backward`, and the names are PyTorch's.
//!
//! ```
//! use autograd::Tensor;
//! use distributed::{Backend, DistributedDataParallel, ReduceOp, init_process_group};
//! use nn::{Forward, Linear, Module, mse_loss};
//! use optim::{Optimizer, SGD};
//!
//! let group = init_process_group(Backend::Single)?; // Backend::Mpi under mpirun
//! let model = DistributedDataParallel::new(Linear::new(3, 1), &group);
//! let mut optimizer = SGD::new(model.parameters(), 0.1);
//! for _ in 0..10 {
//!     let loss = mse_loss(&model.forward(&Tensor::ones([8, 3])), &Tensor::zeros([8, 1]));
//!     optimizer.zero_grad();
//!     loss.backward();
//!     optimizer.step();
//!     let mut mean = loss.detach();
//!     group.all_reduce(&mut mean, ReduceOp::Avg);
//! }
//! # Ok::<_, distributed::InitError>(())
//! ```
//!
//! With the feature `mpi`, which needs Debian's `libopenmpi-dev`, `openmpi-bin` and `libclang-dev` or the like of them, and
//! [`Backend::Mpi`], `mpirun -n 4 program` is four ranks. Without, [`Backend::Single`] runs the same program alone.
//!
//! # The same bits
//!
//! Sums are taken in rank order, by reductions of this crate's own. A run of `n` ranks gives the same bits every time, whatever
//! the machine and the connection, and those of one process that adds the same `n` parts.
//!
//! # On one machine
//!
//! Where all ranks are on one machine, backward writes gradients into memory that the ranks share, beneath `/dev/shm`; each
//! rank reads the others' there, and the optimizer the mean: nothing is sent. It takes as much of it as the gradients are,
//! rounded up to powers of two. Where it has not so much room, as in a container that was given 64 MB, gradients are sent.
//! So they are with [`shared_memory(false)`](InitOptions::shared_memory), and the bits are the same.
//!
//! # What can go wrong
//!
//! | what | what happens |
//! |---|---|
//! | a rank panics | it says which rank, the message and the line, and all end |
//! | a rank is killed | MPI ends the others and says which one |
//! | ranks are in different collectives, or one has fewer batches | a sentence says who is where, and all end |
//! | a rank or a machine does not answer | after the [timeout](InitOptions::timeout) a sentence says which, and all end |
//! | ranks begin with different models | [`DistributedDataParallel::new`] says where they differ |
//! | ranks drift apart | [`check_every`](DistributedDataParallel::check_every) says which parameter on which ranks |
//!
//! Where the network itself is cut, the ranks end so, but `mpirun` waits for the other machine until its connection is given up,
//! a quarter of an hour unless told otherwise. `--mca oob_tcp_keepalive_time 10 --mca oob_tcp_keepalive_intvl 5 --mca
//! oob_tcp_keepalive_probes 2` has it find a dead connection after 10 and twice 5 seconds.
//!
//! A job that has ended is started again from its last checkpoint.

#![forbid(unsafe_code)]

mod bucket;
mod call;
mod collective;
mod distributed_data_parallel;
mod grad_places;
mod init;
mod model_check;
#[cfg(feature = "mpi")]
mod panic_hook;
mod process_group;
mod reduce_op;
mod reducer;
mod transport;

pub use autograd::Tensor;
pub use data::DistributedSampler;
pub use distributed_data_parallel::DistributedDataParallel;
pub use init::{Backend, InitError, InitOptions, init_process_group, init_process_group_with};
pub use process_group::ProcessGroup;
pub use reduce_op::ReduceOp;
