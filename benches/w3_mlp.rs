//! W3: how long does the lecture's network train, and how long is one of its steps?

use benches::{figure, lecture_network};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use flambeau::prelude::*;

fn step(model: &Sequential, optimizer: &mut SGD, x: &Tensor, y: &Tensor) {
    let loss = MSELoss::new().forward(&model.forward(x), y);
    optimizer.zero_grad();
    loss.backward();
    optimizer.step();
}

/// 160 epochs of four shuffled batches of ten; what is built before the first batch is not measured.
fn train(c: &mut Criterion) {
    let x = Tensor::linspace(-10.0, 10.0, 50).slice(s![.., NewAxis]);
    let y = (&x * 0.5).sin() + Tensor::randn([50, 1]) * 0.1;
    let samples = TensorDataset::new((x, y));
    let start = || {
        manual_seed(1);
        let [train, _validate] = random_split(&samples, [40, 10]);
        let model = lecture_network();
        let optimizer = SGD::new(model.parameters(), 0.04);
        let loader = DataLoader::new(train).batch_size(10).shuffle(true);
        (model, optimizer, loader)
    };
    c.benchmark_group("W3")
        .bench_function(figure("train", "160ep"), |bencher| {
            let run = |(model, mut optimizer, loader)| {
                for _epoch in 0..160 {
                    for (x, y) in &loader {
                        step(&model, &mut optimizer, &x, &y);
                    }
                }
                (model, optimizer, loader)
            };
            bencher.iter_batched(start, run, BatchSize::PerIteration);
        });
}

fn one_step(c: &mut Criterion) {
    manual_seed(1);
    let model = lecture_network();
    let mut optimizer = SGD::new(model.parameters(), 0.04);
    let x = Tensor::randn([10, 1]);
    let y = x.sin();
    c.benchmark_group("W3").bench_function("step", |bencher| {
        bencher.iter(|| step(&model, &mut optimizer, &x, &y));
    });
}

criterion_group! { name = w3; config = benches::criterion(); targets = train, one_step }
criterion_main!(w3);
