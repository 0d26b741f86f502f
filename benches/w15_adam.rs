//! W15: how long does Adam take for a parameter, of ten million?

use benches::{criterion, figure};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use flambeau::prelude::*;

const MATRICES: usize = 10;
const SIDE: usize = 1000;

fn update(c: &mut Criterion) {
    manual_seed(0);
    let matrix = || {
        let parameter = Parameter::new(Tensor::randn([SIDE, SIDE]));
        parameter.set_grad(Some(Tensor::randn([SIDE, SIDE])));
        parameter
    };
    let parameters: Vec<Parameter> = (0..MATRICES).map(|_| matrix()).collect();
    let mut optimizer = Adam::new(parameters, 1e-3);
    let mut group = c.benchmark_group("W15");
    group.throughput(Throughput::Elements((MATRICES * SIDE * SIDE) as u64));
    group.bench_function(figure("update", "1e7"), |bencher| {
        bencher.iter(|| optimizer.step());
    });
}

criterion_group! { name = w15; config = criterion(); targets = update }
criterion_main!(w15);
