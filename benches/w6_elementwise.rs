//! W6: how long do elementwise operations and reductions take for an element?

use benches::figure;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use flambeau::prelude::*;

/// An operation on two vectors, on one of them as rows of 1000, and on one such row.
type Operation = fn(&Operands) -> Tensor;

struct Operands {
    a: Tensor,
    b: Tensor,
    rows: Tensor,
    row: Tensor,
}

const OPERATIONS: [(&str, Operation); 9] = [
    ("add", |x| &x.a + &x.b),
    ("mul_row", |x| &x.rows * &x.row),
    ("relu", |x| x.a.relu()),
    ("exp", |x| x.a.exp()),
    ("tanh", |x| x.a.tanh()),
    ("sum", |x| x.a.sum()),
    ("mean_dim1", |x| x.rows.mean_dim(1, false)),
    ("mean_dim0", |x| x.rows.mean_dim(0, false)),
    ("softmax", |x| x.rows.softmax(1)),
];

fn operations(c: &mut Criterion) {
    manual_seed(0);
    let mut group = c.benchmark_group("W6");
    for n in [1_000, 100_000, 10_000_000] {
        let a = Tensor::randn([n]);
        let rows = a.reshape([n / 1000, 1000]);
        let operands = Operands {
            a,
            b: Tensor::randn([n]),
            rows,
            row: Tensor::randn([1000]),
        };
        group.throughput(Throughput::Elements(n as u64));
        for (name, operation) in OPERATIONS {
            group.bench_function(figure(name, n), |bencher| {
                no_grad(|| bencher.iter(|| operation(&operands)));
            });
        }
    }
}

criterion_group! { name = w6; config = benches::criterion().sample_size(20); targets = operations }
criterion_main!(w6);
