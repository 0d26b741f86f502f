//! W12: how long is a step of a transformer that foretells each next one of 65 letters, with AdamW?

use benches::{criterion, figure, step};
use criterion::{Criterion, criterion_group, criterion_main};
use flambeau::AttentionOptions;
use flambeau::prelude::*;

const LETTERS: usize = 65;
const HEADS: usize = 4;

/// Attention to what came before, then two layers for each letter alone; each is added to what it reads, normalised.
#[derive(Module)]
struct Block {
    ln1: LayerNorm,
    qkv: Linear,
    proj: Linear,
    ln2: LayerNorm,
    mlp: Sequential,
}

impl Block {
    fn new(size: usize) -> Self {
        Self {
            ln1: LayerNorm::new(size),
            qkv: Linear::new(size, 3 * size),
            proj: Linear::new(size, size),
            ln2: LayerNorm::new(size),
            mlp: sequential![
                Linear::new(size, 4 * size),
                GELU::new(),
                Linear::new(4 * size, size)
            ],
        }
    }

    fn attend(&self, x: &Tensor) -> Tensor {
        let (batch, steps, size) = (x.shape()[0], x.shape()[1], x.shape()[2]);
        let parts = self.qkv.forward(x).split(size, 2);
        let [query, key, value] = [0, 1, 2].map(|part| {
            let heads = parts[part].view([batch, steps, HEADS, size / HEADS]);
            heads.transpose(1, 2)
        });
        let options = AttentionOptions::new().is_causal(true);
        let mixed = query.scaled_dot_product_attention(&key, &value, &options);
        self.proj
            .forward(&mixed.transpose(1, 2).reshape([batch, steps, size]))
    }
}

impl Forward for Block {
    fn forward(&self, x: &Tensor) -> Tensor {
        let x = x + self.attend(&self.ln1.forward(x));
        &x + self.mlp.forward(&self.ln2.forward(&x))
    }
}

/// Letters and their places as vectors, two blocks, and scores of the letters that follow.
#[derive(Module)]
struct Writer {
    letters: Embedding,
    places: Embedding,
    blocks: Sequential,
    norm: LayerNorm,
    head: Linear,
}

impl Writer {
    fn new(size: usize, steps: usize) -> Self {
        Self {
            letters: Embedding::new(LETTERS, size),
            places: Embedding::new(steps, size),
            blocks: sequential![Block::new(size), Block::new(size)],
            norm: LayerNorm::new(size),
            head: Linear::options(size, LETTERS).bias(false).build(),
        }
    }
}

impl Forward for Writer {
    fn forward(&self, x: &Tensor) -> Tensor {
        let places = self.places.forward(&Tensor::arange(0, x.shape()[1] as i64, 1));
        let x = self.blocks.forward(&(self.letters.forward(x) + places));
        self.head.forward(&self.norm.forward(&x)).flatten(0, 1)
    }
}

fn writers(c: &mut Criterion) {
    manual_seed(0);
    let mut group = c.benchmark_group("W12");
    for (batch_size, size, steps) in [(16, 64, 64), (4, 32, 16)] {
        let model = Writer::new(size, steps);
        let mut optimizer = AdamW::new(model.parameters(), 1e-3);
        let x = Tensor::randint(0, LETTERS as i64, [batch_size, steps]);
        let y = Tensor::randint(0, LETTERS as i64, [batch_size * steps]);
        let name = format!("d{size},h{HEADS},l2,t{steps},b{batch_size}");
        group.bench_function(figure("step", name), |bencher| {
            bencher.iter(|| step(&mut optimizer, &model.forward(&x), &y));
        });
    }
}

criterion_group! { name = w12; config = criterion(); targets = writers }
criterion_main!(w12);
