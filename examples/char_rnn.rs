//! A recurrent network that learns to write, letter by letter, from eight of Shakespeare's sonnets.
//!
//! `cargo run --release --example char_rnn`

use std::fs;

use examples::letters::{Alphabet, draw, windows};
use examples::{Outcome, data, mean, out};
use flambeau::plot::Chart;
use flambeau::prelude::*;

const HIDDEN: usize = 128;
const WINDOW: usize = 64;
const BATCH_SIZE: usize = 16;
const EPOCHS: usize = 60;

#[derive(Module)]
struct Writer {
    letters: Embedding,
    lstm: LSTM,
    head: Linear,
}

impl Writer {
    fn new(letters: usize) -> Self {
        Self {
            letters: Embedding::new(letters, 32),
            lstm: LSTM::options(32, HIDDEN).batch_first(true).build(),
            head: Linear::new(HIDDEN, letters),
        }
    }

    /// Scores `[n, t, letters]` of the letters that follow each of `[n, t]`, and the state after the last.
    fn forward(&self, letters: &Tensor, state: Option<&(Tensor, Tensor)>) -> (Tensor, (Tensor, Tensor)) {
        let x = self.letters.forward(letters);
        let (y, state) = match state {
            Some((hidden, cells)) => self.lstm.forward_with(&x, (hidden, cells)),
            None => self.lstm.forward(&x),
        };
        (self.head.forward(&y), state)
    }
}

/// `count` letters that the model writes after `beginning`, drawn by its probabilities.
fn write(model: &Writer, alphabet: &Alphabet, beginning: &str, count: usize) -> String {
    let _off = NoGrad::new();
    let mut letters = alphabet.encode(beginning);
    let mut next = Tensor::from(letters.clone()).unsqueeze(0);
    let mut state = None;
    for _ in 0..count {
        let (scores, after) = model.forward(&next, state.as_ref());
        let letter = draw(&scores.select(0, 0).select(0, -1));
        letters.push(letter);
        next = Tensor::from([[letter]]);
        state = Some(after);
    }
    alphabet.decode(&letters)
}

fn main() -> Outcome {
    manual_seed(0);
    let text = fs::read_to_string(data("sonnets.txt"))?;
    let alphabet = Alphabet::of(&text);
    let letters = Tensor::from(alphabet.encode(&text));
    println!("{} letters, {} different ones", letters.len(), alphabet.size());

    let loader = DataLoader::new(windows(&letters, WINDOW))
        .batch_size(BATCH_SIZE)
        .shuffle(true);
    let model = Writer::new(alphabet.size());
    let mut optimizer = Adam::new(model.parameters(), 3e-3);
    let mut losses = vec![];
    for epoch in 1..=EPOCHS {
        let mut batch_losses = vec![];
        for (x, y) in &loader {
            let (scores, _) = model.forward(&x, None);
            let loss = cross_entropy(&scores.flatten(0, 1), &y.flatten(0, 1));
            optimizer.zero_grad();
            loss.backward();
            clip_grad_norm_(model.parameters(), 1.0);
            optimizer.step();
            batch_losses.push(loss.item());
        }
        losses.push(mean(&batch_losses));
        if epoch % 10 == 0 {
            println!(
                "epoch {epoch}: {:.3} nats a letter, guessing has {:.3}",
                losses[epoch - 1],
                (alphabet.size() as f64).ln()
            );
        }
    }
    println!("\n{}", write(&model, &alphabet, "When I ", 300));

    let picture = out("char_rnn.svg");
    Chart::new("Learning to write")
        .x_label("epoch")
        .y_label("nats a letter")
        .curve("train", &losses)
        .save(&picture)?;
    println!("\nthe curve is in {}", picture.display());
    Ok(())
}
