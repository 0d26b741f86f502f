//! What several benches share: their models, their data, and how long criterion measures.

#![forbid(unsafe_code)]

use std::time::Duration;

use criterion::{BenchmarkId, Criterion};
use flambeau::prelude::*;

/// Criterion with samples short enough that all benches together take a few minutes.
pub fn criterion() -> Criterion {
    Criterion::default()
        .sample_size(25)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1))
        .without_plots()
        .configure_from_args()
}

/// The name of a figure: what is measured, and its size.
pub fn figure(what: &str, size: impl std::fmt::Display) -> BenchmarkId {
    BenchmarkId::new(what, size)
}

/// The lecture's network, 1-20-20-20-20-1.
pub fn lecture_network() -> Sequential {
    sequential![
        Linear::new(1, 20),
        ReLU,
        Linear::new(20, 20),
        ReLU,
        Linear::new(20, 20),
        ReLU,
        Linear::new(20, 20),
        ReLU,
        Linear::new(20, 1),
    ]
}

/// A classifier of 28 x 28 pictures, 784-512-256-10.
pub fn classifier() -> Sequential {
    sequential![
        Linear::new(784, 512),
        ReLU,
        Linear::new(512, 256),
        ReLU,
        Linear::new(256, 10),
    ]
}

/// One step of a model whose scores are `scores`, by their cross entropy with the classes `y`.
pub fn step(optimizer: &mut impl Optimizer, scores: &Tensor, y: &Tensor) {
    let loss = cross_entropy(scores, y);
    optimizer.zero_grad();
    loss.backward();
    optimizer.step();
}

/// 60,000 random pictures, `[60000, 784]`, and their classes, `[60000]`.
pub fn pictures() -> (Tensor, Tensor) {
    (Tensor::randn([60_000, 784]), Tensor::randint(0, 10, [60_000]))
}

/// The lecture's regression: 100 points about y = 3x, `[100, 1]` and `[100]`.
pub fn noisy_line() -> (Tensor, Tensor) {
    let x = Tensor::arange(0.0, 10.0, 0.1);
    let y = &x * 3.0 + Tensor::randn([100]);
    (x.slice(s![.., NewAxis]), y)
}

/// The lecture's linear model, `x w + b`, from zeros.
#[derive(Module)]
pub struct LinearRegression {
    w: Parameter,
    b: Parameter,
}

impl LinearRegression {
    /// Of one feature, with no slope and no intercept yet.
    pub fn from_zeros() -> Self {
        Self {
            w: Parameter::new(Tensor::zeros([1])),
            b: Parameter::new(Tensor::zeros([1])),
        }
    }
}

impl Forward for LinearRegression {
    /// `[n, 1]` to `[n]`.
    fn forward(&self, x: &Tensor) -> Tensor {
        x.inner(&self.w) + &self.b
    }
}

/// One step of the lecture's regression, written as the lecture writes it.
pub fn regression_step(model: &LinearRegression, optimizer: &mut SGD, x: &Tensor, y: &Tensor) {
    let loss = (model.forward(x) - y).powi(2).mean();
    optimizer.zero_grad();
    loss.backward();
    optimizer.step();
}
