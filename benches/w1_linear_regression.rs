//! W1: how long is one full-batch step of the lecture's linear regression?

use benches::{LinearRegression, noisy_line, regression_step};
use criterion::{Criterion, criterion_group, criterion_main};
use flambeau::prelude::*;

fn step(c: &mut Criterion) {
    manual_seed(0);
    let (x, y) = noisy_line();
    let model = LinearRegression::from_zeros();
    let mut optimizer = SGD::new(model.parameters(), 1e-3);
    c.benchmark_group("W1").bench_function("step", |bencher| {
        bencher.iter(|| regression_step(&model, &mut optimizer, &x, &y));
    });
}

criterion_group! { name = w1; config = benches::criterion(); targets = step }
criterion_main!(w1);
