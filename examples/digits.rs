//! Handwritten digits: real data from a file to a trained classifier.
//!
//! `cargo run --release --example digits`

use examples::{Outcome, data, mean, out};
use flambeau::metrics::AccuracyScore;
use flambeau::prelude::*;

const EPOCHS: usize = 40;
const BATCH_SIZE: usize = 32;

#[derive(Module)]
struct Classifier {
    layers: Sequential,
}

impl Classifier {
    fn new(pixels: usize, classes: usize) -> Self {
        Self {
            layers: sequential![
                Linear::new(pixels, 128),
                ReLU,
                Linear::new(128, 64),
                ReLU,
                Linear::new(64, classes),
            ],
        }
    }
}

impl Forward for Classifier {
    fn forward(&self, x: &Tensor) -> Tensor {
        self.layers.forward(x)
    }
}

/// The loss, the mean over all batches, and the share of right answers.
fn validate(model: &Classifier, loader: &DataLoader<Subset<TensorDataset<(Tensor, Tensor)>>>) -> (f64, f64) {
    let (mut losses, mut accuracy) = (vec![], AccuracyScore::new());
    no_grad(|| {
        for (x, y) in loader {
            let logits = model.forward(&x);
            losses.push(cross_entropy(&logits, &y).item());
            accuracy.update(&y, &logits.argmax_dim(1, false));
        }
    });
    (mean(&losses), accuracy.compute())
}

fn main() -> Outcome {
    manual_seed(0);
    let (pixels, digits) = csv::read(data("digits.csv"))?.features_and_target::<f32, i64>("label")?;
    let dataset = TensorDataset::new((pixels / 16.0, digits));
    let [train, validation] = random_split(dataset, [0.8, 0.2]);
    let train_loader = DataLoader::new(train).batch_size(BATCH_SIZE).shuffle(true);
    let validation_loader = DataLoader::new(validation).batch_size(BATCH_SIZE);

    let model = Classifier::new(64, 10);
    println!("{model}\n{} parameters", model.num_parameters());
    let mut optimizer = SGD::new(model.parameters(), 0.05).momentum(0.9);

    let mut history = History::new();
    let bar = progress(&train_loader).epochs(EPOCHS);
    for _epoch in 0..EPOCHS {
        for (x, y) in &bar {
            let loss = cross_entropy(&model.forward(&x), &y);
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
            bar.loss(loss.item());
            history.step([("train loss", loss.item())]);
        }
        let (loss, accuracy) = validate(&model, &validation_loader);
        history.epoch([("validation loss", loss), ("accuracy", accuracy)]);
        println!("{}", history.latest());
    }

    let picture = out("digits.svg");
    let losses = ["train loss", "validation loss"];
    history
        .epochs()
        .chart("Handwritten digits", losses)
        .y_label("cross entropy")
        .log_y()
        .save(&picture)?;
    println!("the loss curves are in {}", picture.display());
    Ok(())
}
