//! W2: how long is an epoch of the same regression in small shuffled batches from a loader?

use benches::{LinearRegression, figure, noisy_line, regression_step};
use criterion::{Criterion, criterion_group, criterion_main};
use flambeau::prelude::*;

fn epoch(c: &mut Criterion) {
    manual_seed(0);
    let samples = TensorDataset::new(noisy_line());
    let mut group = c.benchmark_group("W2");
    for batch_size in [2, 4, 8] {
        let loader = DataLoader::new(&samples).batch_size(batch_size).shuffle(true);
        let model = LinearRegression::from_zeros();
        let mut optimizer = SGD::new(model.parameters(), 1e-3);
        group.bench_function(figure("epoch", batch_size), |bencher| {
            bencher.iter(|| {
                for (x, y) in &loader {
                    regression_step(&model, &mut optimizer, &x, &y);
                }
            });
        });
    }
}

criterion_group! { name = w2; config = benches::criterion(); targets = epoch }
criterion_main!(w2);
