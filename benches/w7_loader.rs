//! W7: how many samples a second does a shuffling loader deliver, and what is left of the time that samples take, beside
//! a step of the loop, when workers fetch them?

use std::hint::black_box;
use std::thread;
use std::time::{Duration, Instant};

use benches::{figure, pictures};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use flambeau::prelude::*;

fn epoch(c: &mut Criterion) {
    manual_seed(0);
    let loader = DataLoader::new(TensorDataset::new(pictures()))
        .batch_size(64)
        .shuffle(true);
    let mut group = c.benchmark_group("W7");
    group.throughput(Throughput::Elements(60_000));
    group.bench_function("samples_per_s", |bencher| {
        bencher.iter(|| {
            for batch in &loader {
                black_box(batch);
            }
        });
    });
}

/// A part of a step's or a sample's work, which keeps the processor busy.
fn work(rounds: u64) {
    let mut state = 1_u64;
    for _ in 0..rounds {
        state = black_box(state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1));
    }
}

/// How many rounds of work take a millisecond.
fn rounds_per_ms() -> f64 {
    const ROUNDS: u64 = 1_000_000;
    let times = (0..10).map(|_| {
        let begin = Instant::now();
        work(ROUNDS);
        begin.elapsed().as_secs_f64() * 1e3
    });
    ROUNDS as f64 / times.fold(f64::INFINITY, f64::min)
}

/// What a sample takes.
#[derive(Clone, Copy)]
enum Cost {
    Busy { rounds: u64 },
    Waiting(Duration),
}

/// How many steps an epoch has, of one sample each.
const STEPS: usize = 100;

struct Costly(Cost);

impl Dataset for Costly {
    type Item = i64;

    fn len(&self) -> usize {
        STEPS
    }

    fn get(&self, index: usize) -> i64 {
        match self.0 {
            Cost::Busy { rounds } => work(rounds),
            Cost::Waiting(time) => thread::sleep(time),
        }
        index as i64
    }
}

/// Epochs of 100 steps of 1.6 ms, whose samples take 1 ms of work or 3 ms of waiting: `name:workers`. The steps alone are
/// what an epoch should take.
fn beside_a_step(c: &mut Criterion) {
    let per_ms = rounds_per_ms();
    let step = || work((1.6 * per_ms) as u64);
    let busy = Cost::Busy {
        rounds: per_ms as u64,
    };
    let waiting = Cost::Waiting(Duration::from_millis(3));
    let mut group = c.benchmark_group("W7");
    group.sample_size(10);
    group.bench_function(figure("epoch", "steps"), |bencher| {
        bencher.iter(|| (0..STEPS).for_each(|_| step()));
    });
    for (name, cost) in [("busy", busy), ("waiting", waiting)] {
        for workers in [0, 1, 2] {
            let mut loader = DataLoader::new(Costly(cost)).num_workers(workers);
            if workers > 0 {
                loader = loader.persistent_workers(true);
            }
            group.bench_function(figure("epoch", format!("{name}:{workers}")), |bencher| {
                bencher.iter(|| {
                    for batch in &loader {
                        black_box(batch);
                        step();
                    }
                });
            });
        }
    }
}

criterion_group! { name = w7; config = benches::criterion().sample_size(20); targets = epoch, beside_a_step }
criterion_main!(w7);
