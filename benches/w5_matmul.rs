//! W5: how many floating-point operations a second do products of matrices reach?

use benches::figure;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use flambeau::prelude::*;

/// `C[m, n] = A[m, k] B[k, n]` as (kind, m, k, n). Of kind `tn` A is the transpose of a matrix, of `nt` B is: the
/// products of a linear layer's backward and forward passes.
const SHAPES: [(&str, usize, usize, usize); 17] = [
    ("nn", 16, 16, 16),
    ("nn", 32, 32, 32),
    ("nn", 64, 64, 64),
    ("nn", 128, 128, 128),
    ("nn", 256, 256, 256),
    ("nn", 512, 512, 512),
    ("nn", 1024, 1024, 1024),
    ("nn", 2048, 2048, 2048),
    ("nn", 10, 20, 20),
    ("nn", 64, 784, 512),
    ("nn", 64, 512, 256),
    ("tn", 784, 64, 512),
    ("nt", 64, 512, 784),
    ("tn", 512, 64, 256),
    ("nt", 64, 256, 512),
    ("tn", 20, 10, 20),
    ("nt", 10, 20, 20),
];

fn matrix(transposed: bool, rows: usize, columns: usize) -> Tensor {
    if transposed {
        Tensor::randn([columns, rows]).t()
    } else {
        Tensor::randn([rows, columns])
    }
}

fn products(c: &mut Criterion) {
    manual_seed(0);
    let mut group = c.benchmark_group("W5");
    for (kind, m, k, n) in SHAPES {
        let (a, b) = (matrix(kind == "tn", m, k), matrix(kind == "nt", k, n));
        group.throughput(Throughput::Elements(2 * (m * k * n) as u64));
        group.bench_function(figure("gflops", format!("{kind}:{m}x{k}x{n}")), |bencher| {
            no_grad(|| bencher.iter(|| a.matmul(&b)));
        });
    }
}

criterion_group! { name = w5; config = benches::criterion().sample_size(20); targets = products }
criterion_main!(w5);
