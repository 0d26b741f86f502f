//! W11: how long is a step of a recurrent network that foretells each next one of 65 letters, with Adam?

use benches::{criterion, figure, step};
use criterion::{Criterion, criterion_group, criterion_main};
use flambeau::prelude::*;

const LETTERS: usize = 65;

/// What one network is trained on.
struct Size {
    embedding: usize,
    hidden: usize,
    steps: usize,
    batch_size: usize,
}

/// Letters as vectors, `rnn`, whose states `states` gives, and scores of the letters that follow.
fn writer<R: Module>(
    c: &mut Criterion,
    name: &str,
    size: &Size,
    rnn: &R,
    states: impl Fn(&R, &Tensor) -> Tensor,
) {
    let letters = Embedding::new(LETTERS, size.embedding);
    let head = Linear::new(size.hidden, LETTERS);
    let parameters = [letters.parameters(), rnn.parameters(), head.parameters()];
    let mut optimizer = Adam::new(parameters.into_iter().flatten(), 1e-3);
    let x = Tensor::randint(0, LETTERS as i64, [size.batch_size, size.steps]);
    let y = Tensor::randint(0, LETTERS as i64, [size.batch_size * size.steps]);
    let Size {
        embedding,
        hidden,
        steps,
        batch_size,
    } = size;
    let name = format!("{name}:{embedding}-{hidden},t{steps},b{batch_size}");
    c.benchmark_group("W11")
        .bench_function(figure("step", name), |bencher| {
            bencher.iter(|| {
                let scores = head.forward(&states(rnn, &letters.forward(&x)));
                step(&mut optimizer, &scores.flatten(0, 1), &y);
            });
        });
}

fn writers(c: &mut Criterion) {
    manual_seed(0);
    let size = Size {
        embedding: 64,
        hidden: 128,
        steps: 64,
        batch_size: 32,
    };
    let lstm = LSTM::options(size.embedding, size.hidden)
        .batch_first(true)
        .build();
    writer(c, "lstm", &size, &lstm, |lstm, x| lstm.forward(x).0);
    let size = Size {
        embedding: 16,
        hidden: 32,
        steps: 20,
        batch_size: 16,
    };
    let gru = GRU::options(size.embedding, size.hidden)
        .batch_first(true)
        .build();
    writer(c, "gru", &size, &gru, |gru, x| gru.forward(x).0);
}

criterion_group! { name = w11; config = criterion(); targets = writers }
criterion_main!(w11);
