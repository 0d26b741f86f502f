//! Predicts how training scales when every rank keeps its batch: `n` ranks do `n` times the work in how much more time?
//!
//! `cargo run --release --package benches --bin weak_scaling -- STEP_US WAIT_US LATENCY_US GB_PER_S [BYTES..]`
//!
//! takes what `crates/distributed/examples/measure.rs` measures: the time of a step without exchange, how much longer one is
//! in which two ranks wait for each other, the latency of a message and the bandwidth of an exchange; and the bytes of the
//! buckets, those of 784-512-256-10 unless they are given.
//!
//! A step takes what it takes alone, the wait for the latest of `n` ranks, and the exchange. Ranks are late by normal amounts:
//! the latest of `n` is drawn, and scaled to what was measured of two. The exchange of a bucket of `s` bytes, with latency `a`,
//! bandwidth `b` and each link in both directions at once, is
//!
//! - *direct*, what `distributed` does: a comparison with the neighbours, then one message to every other rank, twice, which leave
//!   one behind the other: `a + 2 (n - 1) (a / 8 + s / n b) + 2 a`. Sending costs an eighth of the latency.
//! - *ring*: `2 (n - 1)` messages of a piece one after the other: `a + 2 (n - 1) (a + s / n b)`.
//! - *tree*: up and down again, the whole bucket each time: `2 ceil(log2 n) (a + s / b)`.

use std::env;
use std::process::ExitCode;

use flambeau::{Tensor, manual_seed};

/// The large gradient, and the others with their flags.
const BUCKETS: [f64; 2] = [1_605_632.0, 537_664.0];

const RANKS: [u32; 6] = [2, 3, 4, 8, 64, 512];

/// How many steps are drawn.
const STEPS: usize = 4000;

/// Times in seconds, bandwidth in bytes a second.
struct Machine {
    /// Of a step without exchange.
    step: f64,
    /// For the later of two ranks.
    wait: f64,
    latency: f64,
    bandwidth: f64,
}

impl Machine {
    fn direct(&self, bytes: f64, ranks: u32) -> f64 {
        let others = f64::from(ranks - 1);
        let message = self.latency / 8.0 + bytes / f64::from(ranks) / self.bandwidth;
        3.0 * self.latency + 2.0 * others * message
    }

    fn ring(&self, bytes: f64, ranks: u32) -> f64 {
        let others = f64::from(ranks - 1);
        self.latency + 2.0 * others * (self.latency + bytes / f64::from(ranks) / self.bandwidth)
    }

    fn tree(&self, bytes: f64, ranks: u32) -> f64 {
        2.0 * f64::from(ranks).log2().ceil() * (self.latency + bytes / self.bandwidth)
    }

    /// The wait for the latest of `ranks`.
    fn wait(&self, ranks: u32) -> f64 {
        self.wait * latest(ranks) / latest(2)
    }

    /// The time of a step whose exchange follows backward, and how much of `ranks` times the work of one rank it does.
    fn line(&self, exchange: f64, ranks: u32) -> String {
        let step = self.step + self.wait(ranks) + exchange;
        let speedup = f64::from(ranks) * self.step / step;
        format!("{:>9.0} us {speedup:>7.1}", step * 1e6)
    }
}

/// The mean of the greatest of so many normal numbers.
fn latest(ranks: u32) -> f64 {
    manual_seed(0);
    let times = Tensor::randn([STEPS, ranks as usize]);
    times.amax(1, false).mean().item()
}

fn main() -> ExitCode {
    let numbers: Vec<f64> = env::args()
        .skip(1)
        .filter_map(|argument| argument.parse().ok())
        .collect();
    let [step, wait, latency, bandwidth, buckets @ ..] = &numbers[..] else {
        eprintln!("usage: weak_scaling STEP_US WAIT_US LATENCY_US GB_PER_S [BYTES..]");
        return ExitCode::from(2);
    };
    let machine = Machine {
        step: step * 1e-6,
        wait: wait * 1e-6,
        latency: latency * 1e-6,
        bandwidth: bandwidth * 1e9,
    };
    let buckets = if buckets.is_empty() { &BUCKETS[..] } else { buckets };
    println!("ranks         direct speedup           ring speedup           tree speedup");
    for ranks in RANKS {
        let total = |exchange: fn(&Machine, f64, u32) -> f64| -> f64 {
            buckets
                .iter()
                .map(|bytes| exchange(&machine, *bytes, ranks))
                .sum()
        };
        let lines =
            [Machine::direct, Machine::ring, Machine::tree].map(|how| machine.line(total(how), ranks));
        println!("{ranks:>5}   {}", lines.join("   "));
    }
    ExitCode::SUCCESS
}
