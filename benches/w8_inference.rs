//! W8: how long is the forward pass of one sample, without gradients?

use benches::{classifier, figure, lecture_network};
use criterion::{Criterion, criterion_group, criterion_main};
use flambeau::prelude::*;

fn latency(c: &mut Criterion) {
    manual_seed(0);
    let mut group = c.benchmark_group("W8");
    for (name, model, inputs) in [("lecture", lecture_network(), 1), ("mnist", classifier(), 784)] {
        let x = Tensor::randn([1, inputs]);
        group.bench_function(figure("latency", name), |bencher| {
            no_grad(|| bencher.iter(|| model.forward(&x)));
        });
    }
}

criterion_group! { name = w8; config = benches::criterion(); targets = latency }
criterion_main!(w8);
