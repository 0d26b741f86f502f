//! A transformer that learns to write, letter by letter, from eight of Shakespeare's sonnets.
//!
//! `cargo run --release --example tiny_transformer`

use std::fs;

use examples::letters::{Alphabet, draw, windows};
use examples::{Outcome, data, mean, out};
use flambeau::plot::Chart;
use flambeau::prelude::*;

const SIZE: usize = 64;
const WINDOW: usize = 48;
const BATCH_SIZE: usize = 16;
const EPOCHS: usize = 30;

#[derive(Module)]
struct Writer {
    letters: Embedding,
    positions: PositionalEncoding,
    encoder: TransformerEncoder,
    head: Linear,
}

impl Writer {
    fn new(letters: usize) -> Self {
        let layer = TransformerEncoderLayer::options(SIZE, 4)
            .dim_feedforward(4 * SIZE)
            .dropout(0.1)
            .norm_first(true)
            .batch_first(true)
            .build();
        Self {
            letters: Embedding::new(letters, SIZE),
            positions: PositionalEncoding::options(SIZE).batch_first(true).build(),
            encoder: TransformerEncoder::new(layer, 2).with_norm(LayerNorm::new(SIZE)),
            head: Linear::new(SIZE, letters),
        }
    }

    /// Scores `[n, t, letters]` of the letters that follow each of `[n, t]`. None sees those behind it.
    fn forward(&self, letters: &Tensor) -> Tensor {
        let mask = Transformer::generate_square_subsequent_mask(letters.shape()[1]);
        let x = self.positions.forward(&self.letters.forward(letters));
        let call = EncoderCall::new().mask(&mask).is_causal(true);
        self.head.forward(&self.encoder.forward_with(&x, &call))
    }
}

/// `count` letters that the model writes after `beginning`, drawn by its probabilities.
fn write(model: &Writer, alphabet: &Alphabet, beginning: &str, count: usize) -> String {
    let _off = NoGrad::new();
    model.eval();
    let mut letters = alphabet.encode(beginning);
    for _ in 0..count {
        let seen = &letters[letters.len().saturating_sub(WINDOW)..];
        let scores = model.forward(&Tensor::from(seen.to_vec()).unsqueeze(0));
        letters.push(draw(&scores.select(0, 0).select(0, -1)));
    }
    model.train();
    alphabet.decode(&letters)
}

fn main() -> Outcome {
    manual_seed(0);
    let text = fs::read_to_string(data("sonnets.txt"))?;
    let alphabet = Alphabet::of(&text);
    let letters = Tensor::from(alphabet.encode(&text));

    let loader = DataLoader::new(windows(&letters, WINDOW))
        .batch_size(BATCH_SIZE)
        .shuffle(true);
    let model = Writer::new(alphabet.size());
    println!(
        "{} letters, {} different ones; {} parameters",
        letters.len(),
        alphabet.size(),
        model.num_parameters()
    );
    let mut optimizer = AdamW::new(model.parameters(), 2e-3).weight_decay(0.05);
    let mut schedule = CosineAnnealingLR::new(EPOCHS).attach(&mut optimizer);
    let mut losses = vec![];
    for epoch in 1..=EPOCHS {
        let mut batch_losses = vec![];
        for (x, y) in &loader {
            let loss = cross_entropy(&model.forward(&x).flatten(0, 1), &y.flatten(0, 1));
            optimizer.zero_grad();
            loss.backward();
            clip_grad_norm_(model.parameters(), 1.0);
            optimizer.step();
            batch_losses.push(loss.item());
        }
        schedule.step(&mut optimizer);
        losses.push(mean(&batch_losses));
        if epoch % 5 == 0 {
            println!(
                "epoch {epoch}: {:.3} nats a letter, guessing has {:.3}",
                losses[epoch - 1],
                (alphabet.size() as f64).ln()
            );
        }
    }
    println!("\n{}", write(&model, &alphabet, "When I ", 300));

    let picture = out("tiny_transformer.svg");
    Chart::new("Learning to write, by attention")
        .x_label("epoch")
        .y_label("nats a letter")
        .curve("train", &losses)
        .save(&picture)?;
    println!("\nthe curve is in {}", picture.display());
    Ok(())
}
