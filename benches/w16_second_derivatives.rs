//! W16: how long is a step of a network that solves `u'' + u = 0`, whose second derivative is a part of the loss?

use benches::{criterion, figure};
use criterion::{Criterion, criterion_group, criterion_main};
use flambeau::BackwardOptions;
use flambeau::prelude::*;

/// The derivative of `y` for `x`, which can be differentiated again.
fn derivative(y: &Tensor, x: &Tensor) -> Tensor {
    let options = BackwardOptions::new().create_graph(true);
    let grads = flambeau::grad(&y.sum(), &[x], &options).expect("y depends on x");
    grads[0].clone().expect("y depends on x")
}

fn training(c: &mut Criterion) {
    manual_seed(0);
    let model = sequential![
        Linear::new(1, 32),
        Tanh,
        Linear::new(32, 32),
        Tanh,
        Linear::new(32, 1)
    ];
    let mut optimizer = Adam::new(model.parameters(), 1e-3);
    let x = Tensor::linspace(0.0, 3.0, 64).unsqueeze(1).requires_grad_(true);
    let start = Tensor::zeros([1, 1]);
    c.benchmark_group("W16")
        .bench_function(figure("step", "64"), |bencher| {
            bencher.iter(|| {
                let u = model.forward(&x);
                let acceleration = derivative(&derivative(&u, &x), &x);
                let loss = (acceleration + u).powi(2).mean() + (model.forward(&start) - 1.0).powi(2).mean();
                optimizer.zero_grad();
                loss.backward();
                optimizer.step();
            });
        });
}

criterion_group! { name = w16; config = criterion(); targets = training }
criterion_main!(w16);
