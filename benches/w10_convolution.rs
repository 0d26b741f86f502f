//! W10: how long is a step of a convolutional network, and how long its forward pass of one picture?

use benches::{criterion, figure, step};
use criterion::{Criterion, criterion_group, criterion_main};
use flambeau::prelude::*;

/// For pictures of 28 x 28, 26 x 26 and 24 x 24 places of 32 and 64 channels.
fn mnist() -> Sequential {
    sequential![
        Conv2d::new(1, 32, 3),
        ReLU,
        Conv2d::new(32, 64, 3),
        ReLU,
        MaxPool2d::new(2),
        Flatten::new(),
        Linear::new(9216, 128),
        ReLU,
        Linear::new(128, 10),
    ]
}

/// For pictures of 8 x 8.
fn digits() -> Sequential {
    sequential![
        Conv2d::options(1, 8, 3).padding(1).build(),
        ReLU,
        MaxPool2d::new(2),
        Conv2d::options(8, 16, 3).padding(1).build(),
        ReLU,
        MaxPool2d::new(2),
        Flatten::new(),
        Linear::new(64, 10),
    ]
}

fn networks(c: &mut Criterion) {
    manual_seed(0);
    let mut group = c.benchmark_group("W10");
    for (name, model, side, batch_size) in [("mnist", mnist(), 28, 64), ("digits", digits(), 8, 32)] {
        let x = Tensor::randn([batch_size, 1, side, side]);
        let y = Tensor::randint(0, 10, [batch_size]);
        let mut optimizer = SGD::new(model.parameters(), 0.01).momentum(0.9);
        group.bench_function(figure("step", format!("{name}:b{batch_size}")), |bencher| {
            bencher.iter(|| step(&mut optimizer, &model.forward(&x), &y));
        });
        model.eval();
        let one = x.narrow(0, 0, 1);
        group.bench_function(figure("latency", format!("{name}:b1")), |bencher| {
            no_grad(|| bencher.iter(|| model.forward(&one)));
        });
    }
}

criterion_group! { name = w10; config = criterion(); targets = networks }
criterion_main!(w10);
