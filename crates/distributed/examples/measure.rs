//! How long a training step and an `all_reduce` take on these ranks.
//!
//! `cargo build --release --package distributed --example measure --features mpi`
//! `mpirun -n 2 target/release/examples/measure`

use std::time::{Duration, Instant};

use autograd::Tensor;
use distributed::{Backend, DistributedDataParallel, ProcessGroup, ReduceOp, init_process_group};
use mpi::collective::{CommunicatorCollectives, SystemOperation};
use mpi::topology::SimpleCommunicator;
use nn::{Forward, Linear, Module, ReLU, Sequential, cross_entropy, sequential};
use optim::{Optimizer, SGD};

const BATCH: usize = 64;

/// From a message that travels with its card to PyTorch's bucket.
const SIZES: [usize; 4] = [1_000, 100_000, 2_000_000, 25_000_000];

fn main() {
    let group = init_process_group(Backend::Mpi).expect("MPI begins");
    steps(&group);
    for bytes in SIZES {
        all_reduce(&group, bytes);
    }
}

/// 784-512-256-10, each rank a batch of 64; without exchange, and with it.
fn steps(group: &ProcessGroup) {
    let model = sequential![
        Linear::new(784, 512),
        ReLU,
        Linear::new(512, 256),
        ReLU,
        Linear::new(256, 10)
    ];
    let model = DistributedDataParallel::new(model, group);
    let mut optimizer = SGD::new(model.parameters(), 0.01);
    let x = Tensor::randn([BATCH, 784]);
    let y = Tensor::from((0..BATCH as i64).map(|i| i % 10).collect::<Vec<_>>());
    let mut without = || {
        step(&model, &mut optimizer, &x, &y, |loss| {
            model.no_sync(|| loss.backward())
        })
    };
    let without = median(group, 400, &mut without);
    let mut with = || step(&model, &mut optimizer, &x, &y, Tensor::backward);
    let with = median(group, 400, &mut with);
    if group.rank() == 0 {
        let ratio = with.as_secs_f64() / without.as_secs_f64();
        println!("step without exchange {without:.2?}, with {with:.2?}: {ratio:.2} times");
    }
}

fn step(
    model: &DistributedDataParallel<Sequential>,
    optimizer: &mut SGD,
    x: &Tensor,
    y: &Tensor,
    backward: impl Fn(&Tensor),
) {
    let loss = cross_entropy(&model.forward(x), y);
    optimizer.zero_grad();
    backward(&loss);
    optimizer.step();
}

/// This crate's beside MPI's own.
fn all_reduce(group: &ProcessGroup, bytes: usize) {
    let numbers = bytes / 4;
    let times = (100_000_000 / bytes).clamp(10, 2_000);
    let mut tensor = Tensor::ones(numbers);
    let ours = median(group, times, &mut || group.all_reduce(&mut tensor, ReduceOp::Avg));
    let world = SimpleCommunicator::world();
    let (from, mut to) = (vec![1.0_f32; numbers], vec![0.0_f32; numbers]);
    let of_mpi = median(group, times, &mut || {
        world.all_reduce_into(&from[..], &mut to[..], SystemOperation::sum());
    });
    if group.rank() == 0 {
        println!("all_reduce of {bytes} bytes: ours {ours:.2?}, MPI's {of_mpi:.2?}");
    }
}

/// The median time of `f`, which all ranks begin together.
fn median(group: &ProcessGroup, times: usize, f: &mut dyn FnMut()) -> Duration {
    (0..times / 10).for_each(|_| f());
    group.barrier();
    let mut measured: Vec<Duration> = (0..times)
        .map(|_| {
            let started = Instant::now();
            f();
            started.elapsed()
        })
        .collect();
    measured.sort_unstable();
    measured[times / 2]
}
