//! W4: how long is a step of a classifier of 28 x 28 pictures, with cross entropy and momentum?

use benches::{classifier, figure, pictures, step};
use criterion::{Criterion, criterion_group, criterion_main};
use flambeau::prelude::*;

fn training(c: &mut Criterion) {
    manual_seed(0);
    let (x, _) = pictures();
    let mut group = c.benchmark_group("W4");
    for batch_size in [64, 512] {
        let model = classifier();
        let mut optimizer = SGD::new(model.parameters(), 0.01).momentum(0.9);
        let y = Tensor::randint(0, 10, [batch_size]);
        // Batch after batch from all of the rows, so that the data comes from memory as in a training.
        let mut starts = (0..60_000 / batch_size).map(|at| at * batch_size).cycle();
        group.bench_function(figure("step", format!("b{batch_size}")), |bencher| {
            bencher.iter(|| {
                let start = starts.next().unwrap_or(0) as isize;
                let x = x.narrow(0, start, batch_size);
                step(&mut optimizer, &model.forward(&x), &y);
            });
        });
    }
}

criterion_group! { name = w4; config = benches::criterion(); targets = training }
criterion_main!(w4);
