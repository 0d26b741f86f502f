//! What the peers share: the clock, the lines they print, and data that costs none of them anything.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// A peer as it was started: `PEER THREADS W3,W4`.
pub struct Peer {
    name: &'static str,
    threads: usize,
    workloads: Vec<String>,
}

impl Peer {
    /// Reads the command line: one thread and every workload, unless it says otherwise.
    pub fn from_arguments(name: &'static str) -> Self {
        let mut arguments = std::env::args().skip(1);
        let threads = arguments.next().and_then(|count| count.parse().ok()).unwrap_or(1);
        let workloads = arguments.next().unwrap_or_default();
        Self {
            name,
            threads,
            workloads: workloads
                .split(',')
                .filter(|name| !name.is_empty())
                .map(str::to_uppercase)
                .collect(),
        }
    }

    /// Whether this workload was asked for.
    pub fn wants(&self, workload: &str) -> bool {
        self.workloads.is_empty() || self.workloads.iter().any(|name| name == workload)
    }

    /// Prints one figure as a line of JSON.
    pub fn report(&self, workload: &str, size: &str, metric: &str, value: f64, unit: &str) {
        let Self { name, threads, .. } = self;
        println!(
            r#"{{"workload": "{workload}", "peer": "{name}", "threads": {threads}, "size": "{size}", "metric": "{metric}", "value": {value}, "unit": "{unit}"}}"#
        );
    }

    /// Measures a call and prints its median in microseconds.
    pub fn micros<R>(&self, workload: &str, size: &str, what: &str, call: impl FnMut() -> R) {
        self.report(
            workload,
            size,
            &format!("{what}_median"),
            median_seconds(call) * 1e6,
            "us",
        );
    }

    /// Measures a call that takes long and prints its median in milliseconds.
    pub fn millis<R>(&self, workload: &str, size: &str, what: &str, call: impl FnMut() -> R) {
        self.report(
            workload,
            size,
            &format!("{what}_median"),
            median_seconds(call) * 1e3,
            "ms",
        );
    }

    /// Measures a product of matrices and prints its 1e9 operations a second.
    pub fn gflops<R>(&self, (kind, m, k, n): Shape, call: impl FnMut() -> R) {
        let operations = 2.0 * (m * k * n) as f64;
        let size = format!("{kind}:{m}x{k}x{n}");
        self.report(
            "W5",
            &size,
            "gflops_median",
            operations / median_seconds(call) / 1e9,
            "GFLOP/s",
        );
    }
}

/// The median of a call's time over about a second; short calls are timed many at a time.
fn median_seconds<R>(mut call: impl FnMut() -> R) -> f64 {
    let warm = Instant::now();
    let mut calls = 0_u32;
    while calls < 2 || warm.elapsed() < Duration::from_millis(300) {
        black_box(call());
        calls += 1;
    }
    let once = warm.elapsed().as_secs_f64() / f64::from(calls);
    let calls_a_sample = (2e-3 / once).ceil();
    let samples = (1.0 / (once * calls_a_sample)).clamp(7.0, 200.0) as usize;
    let mut times: Vec<f64> = (0..samples)
        .map(|_| {
            let start = Instant::now();
            for _ in 0..calls_a_sample as usize {
                black_box(call());
            }
            start.elapsed().as_secs_f64() / calls_a_sample
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[samples / 2]
}

/// (kind, m, k, n) as in `w5_matmul.rs`.
pub type Shape = (&'static str, usize, usize, usize);

/// The shapes of W5.
pub const SHAPES: [Shape; 17] = [
    ("nn", 16, 16, 16),
    ("nn", 32, 32, 32),
    ("nn", 64, 64, 64),
    ("nn", 128, 128, 128),
    ("nn", 256, 256, 256),
    ("nn", 512, 512, 512),
    ("nn", 1024, 1024, 1024),
    ("nn", 2048, 2048, 2048),
    ("nn", 10, 20, 20),
    ("nn", 64, 784, 512),
    ("nn", 64, 512, 256),
    ("tn", 784, 64, 512),
    ("nt", 64, 512, 784),
    ("tn", 512, 64, 256),
    ("nt", 64, 256, 512),
    ("tn", 20, 10, 20),
    ("nt", 10, 20, 20),
];

/// SplitMix64, so that no peer pays for a generator of its own.
pub struct Random(u64);

impl Random {
    /// A generator with this seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Any number.
    pub fn integer(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Numbers of mean 0 and variance 1, evenly distributed.
    pub fn vector(&mut self, count: usize) -> Vec<f32> {
        let unit = |integer: u64| (integer >> 40) as f32 / (1_u64 << 24) as f32;
        (0..count)
            .map(|_| (2.0 * unit(self.integer()) - 1.0) * 3_f32.sqrt())
            .collect()
    }

    /// Classes from 0 to 9.
    pub fn classes(&mut self, count: usize) -> Vec<u32> {
        (0..count).map(|_| (self.integer() % 10) as u32).collect()
    }

    /// Puts items into any order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for end in (1..items.len()).rev() {
            items.swap(end, (self.integer() % (end as u64 + 1)) as usize);
        }
    }

    /// The lecture's noisy sine at 40 of its 50 points.
    pub fn sine(&mut self) -> (Vec<f32>, Vec<f32>) {
        let mut x: Vec<f32> = (0..50).map(|at| -10.0 + 20.0 * at as f32 / 49.0).collect();
        self.shuffle(&mut x);
        x.truncate(40);
        let noise = self.vector(40);
        let y = x
            .iter()
            .zip(noise)
            .map(|(x, noise)| (0.5 * x).sin() + 0.1 * noise)
            .collect();
        (x, y)
    }
}
