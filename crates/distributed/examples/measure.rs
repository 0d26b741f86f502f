//! How long a training step and an `all_reduce` take on these ranks.
//!
//! `cargo build --release --package distributed --example measure --features mpi`
//! `mpirun -n 2 target/release/examples/measure [BATCH] [messages]`, the latter for ranks of one machine to share no memory

use std::fmt;
use std::time::{Duration, Instant};

use autograd::Tensor;
use distributed::{
    Backend, DistributedDataParallel, InitOptions, ProcessGroup, ReduceOp, init_process_group_with,
};
use mpi::collective::{CommunicatorCollectives, SystemOperation};
use mpi::topology::SimpleCommunicator;
use nn::{Forward, Linear, Module, ReLU, Sequential, cross_entropy, sequential};
use optim::{Optimizer, SGD};

/// Samples of each rank, unless told otherwise.
const BATCH: usize = 64;

/// How many times each kind of step is measured, and how many steps are one measurement.
const STEPS: usize = 100;
const BURST: u32 = 5;

/// From a message that travels with its card to PyTorch's bucket.
const SIZES: [usize; 4] = [1_000, 100_000, 2_000_000, 25_000_000];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let messages = arguments.iter().any(|argument| argument == "messages");
    let options = InitOptions::new().shared_memory(!messages);
    let group = init_process_group_with(Backend::Mpi, &options).expect("MPI begins");
    let batch = arguments.iter().find_map(|argument| argument.parse().ok());
    steps(&group, batch.unwrap_or(BATCH));
    for bytes in SIZES {
        all_reduce(&group, bytes);
    }
}

/// 784-512-256-10; without exchange, with a barrier in its place, and with it.
fn steps(group: &ProcessGroup, batch: usize) {
    let model = sequential![
        Linear::new(784, 512),
        ReLU,
        Linear::new(512, 256),
        ReLU,
        Linear::new(256, 10)
    ];
    let model = DistributedDataParallel::new(model, group);
    let mut optimizer = SGD::new(model.parameters(), 0.01);
    let x = Tensor::randn([batch, 784]);
    let y = Tensor::from((0..batch as i64).map(|i| i % 10).collect::<Vec<_>>());
    let one = &mut |backward: &dyn Fn(&Tensor)| step(&model, &mut optimizer, &x, &y, backward);
    let alone = |loss: &Tensor| model.no_sync(|| loss.backward());
    let met = |loss: &Tensor| {
        alone(loss);
        group.barrier();
    };
    let kinds: [&dyn Fn(&Tensor); 3] = [&alone, &met, &Tensor::backward];
    let mut taken = [const { Vec::new() }; 3];
    for _ in 0..STEPS {
        // In turn, so that what else the machine does slows all alike.
        for (backward, taken) in kinds.iter().zip(&mut taken) {
            one(backward);
            group.barrier();
            taken.push(time(&mut || (0..BURST).for_each(|_| one(backward))) / BURST);
        }
    }
    if group.rank() == 0 {
        let bytes = model
            .parameters()
            .iter()
            .map(|parameter| parameter.numel() * 4)
            .sum();
        report(taken.map(Spread::of), bytes);
    }
}

/// What the steps say of the exchange of so many bytes.
fn report([alone, met, exchanged]: [Spread; 3], bytes: usize) {
    println!("step without exchange {alone}");
    println!("step that waits for the other ranks {met}");
    println!("step with exchange {exchanged}");
    let times = |with: Duration, without: Duration| with.as_secs_f64() / without.as_secs_f64();
    let (least, median) = (
        times(exchanged.least, alone.least),
        times(exchanged.median, alone.median),
    );
    println!("with exchange {least:.2} times the least, {median:.2} times the median");
    let taken = exchanged.median.saturating_sub(met.median);
    let rate = bytes as f64 / taken.as_secs_f64() / 1e9;
    println!("the exchange without the wait {taken:.2?}: {rate:.1} GB/s");
}

fn step(
    model: &DistributedDataParallel<Sequential>,
    optimizer: &mut SGD,
    x: &Tensor,
    y: &Tensor,
    backward: &dyn Fn(&Tensor),
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
    let ours = spread(group, times, &mut || group.all_reduce(&mut tensor, ReduceOp::Avg));
    let world = SimpleCommunicator::world();
    let (from, mut to) = (vec![1.0_f32; numbers], vec![0.0_f32; numbers]);
    let of_mpi = spread(group, times, &mut || {
        world.all_reduce_into(&from[..], &mut to[..], SystemOperation::sum());
    });
    if group.rank() == 0 {
        println!("all_reduce of {bytes} bytes: ours {ours}, MPI's {of_mpi}");
    }
}

/// The times of `f`, which all ranks begin together.
fn spread(group: &ProcessGroup, times: usize, f: &mut dyn FnMut()) -> Spread {
    (0..times / 10).for_each(|_| f());
    group.barrier();
    Spread::of((0..times).map(|_| time(f)).collect())
}

fn time(f: &mut dyn FnMut()) -> Duration {
    let started = Instant::now();
    f();
    started.elapsed()
}

struct Spread {
    least: Duration,
    median: Duration,
}

impl Spread {
    fn of(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self {
            least: times[0],
            median: times[times.len() / 2],
        }
    }
}

impl fmt::Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2?} (least {:.2?})", self.median, self.least)
    }
}
