//! W17: what must stay linear. A loop over the steps of a sequence, forward and backward: eight times the steps may
//! take nine times as long. Arrays made on one thread and dropped on another: the thread that drops them may not cost
//! more than one thread that does both.

use std::sync::mpsc::sync_channel;
use std::thread;

use benches::{criterion, figure};
use criterion::{Criterion, criterion_group, criterion_main};
use flambeau::prelude::*;

/// Every row of a sequence of `steps` by 64 numbers, squared, summed and differentiated.
fn loop_over_time(steps: isize) -> impl FnMut() {
    let x = Tensor::randn([steps as usize, 64]).requires_grad_(true);
    move || {
        let mut sum = Tensor::from(0.0);
        for step in 0..steps {
            sum += x.select(0, step).square().sum();
        }
        x.set_grad(None);
        sum.backward();
    }
}

fn make() -> Tensor {
    Tensor::ones([200_000])
}

/// As many tensors of .8 MB as a loader's worker makes for an epoch.
const TENSORS: usize = 300;

fn on_one_thread() {
    for _ in 0..TENSORS {
        drop(make());
    }
}

fn on_two_threads() {
    let (give, take) = sync_channel(4);
    thread::scope(|scope| {
        scope.spawn(move || (0..TENSORS).for_each(|_| give.send(make()).unwrap()));
        take.into_iter().for_each(drop);
    });
}

fn linear(c: &mut Criterion) {
    let mut group = c.benchmark_group("W17");
    for steps in [64, 512] {
        group.bench_function(figure("select", steps), |bencher| {
            bencher.iter(loop_over_time(steps));
        });
    }
    group.bench_function(figure("drop", "1T"), |bencher| bencher.iter(on_one_thread));
    group.bench_function(figure("drop", "2T"), |bencher| bencher.iter(on_two_threads));
}

criterion_group! { name = w17; config = criterion(); targets = linear }
criterion_main!(w17);
