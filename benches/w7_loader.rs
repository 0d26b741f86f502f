//! W7: how many samples a second does a shuffling loader deliver?

use std::hint::black_box;

use benches::pictures;
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

criterion_group! { name = w7; config = benches::criterion().sample_size(20); targets = epoch }
criterion_main!(w7);
