//! W7: what is left of the time that samples take, beside a step of the loop, when workers fetch them.

use std::hint::black_box;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use burn::data::dataloader::batcher::Batcher;
use burn::data::dataloader::{DataLoader, DataLoaderBuilder};
use burn::data::dataset::{Dataset, DatasetError};
use burn::tensor::Device;
use peers::Peer;

/// How many steps an epoch has, of one sample each.
const STEPS: usize = 100;

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

/// Samples that take some rounds of work or some time of waiting.
struct Costly {
    rounds: u64,
    waiting: Duration,
}

impl Dataset<i64> for Costly {
    fn get(&self, index: usize) -> Result<i64, DatasetError> {
        work(self.rounds);
        if !self.waiting.is_zero() {
            thread::sleep(self.waiting);
        }
        Ok(index as i64)
    }

    fn len(&self) -> usize {
        STEPS
    }
}

struct Together;

impl Batcher<i64, Vec<i64>> for Together {
    fn batch(&self, items: Vec<i64>, _: &Device) -> Vec<i64> {
        items
    }
}

pub(crate) fn run(peer: &Peer) {
    let per_ms = rounds_per_ms();
    let step = || work((1.6 * per_ms) as u64);
    let busy = || Costly {
        rounds: per_ms as u64,
        waiting: Duration::ZERO,
    };
    let waiting = || Costly {
        rounds: 0,
        waiting: Duration::from_millis(3),
    };
    for workers in [0, 1, 2] {
        for (name, samples) in [("busy", busy()), ("waiting", waiting())] {
            let builder = DataLoaderBuilder::new(Together)
                .batch_size(1)
                .num_workers(workers);
            let loader: Arc<dyn DataLoader<Vec<i64>>> = builder.build(samples);
            peer.millis("W7", &format!("{name}:{workers}"), "epoch", || {
                for batch in loader.iter() {
                    let _ = black_box(batch);
                    step();
                }
            });
        }
    }
}
