//! W13: how long is a step of a network that foretells a letter from three, with embeddings and batch normalisation?

use benches::{criterion, figure, step};
use criterion::{Criterion, criterion_group, criterion_main};
use flambeau::prelude::*;

const LETTERS: i64 = 27;

fn training(c: &mut Criterion) {
    manual_seed(0);
    let model = sequential![
        Embedding::new(LETTERS as usize, 10),
        Flatten::new(),
        Linear::options(30, 200).bias(false).build(),
        BatchNorm1d::new(200),
        Tanh,
        Linear::new(200, LETTERS as usize),
    ];
    let mut optimizer = SGD::new(model.parameters(), 0.1);
    let x = Tensor::randint(0, LETTERS, [32, 3]);
    let y = Tensor::randint(0, LETTERS, [32]);
    c.benchmark_group("W13")
        .bench_function(figure("step", "b32"), |bencher| {
            bencher.iter(|| step(&mut optimizer, &model.forward(&x), &y));
        });
}

criterion_group! { name = w13; config = criterion(); targets = training }
criterion_main!(w13);
