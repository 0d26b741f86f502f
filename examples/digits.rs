//! Handwritten digits: real data from a file to a trained classifier.
//!
//! `cargo run --release --example digits`

use examples::{Outcome, data, mean, out};
use flambeau::plot::Chart;
use flambeau::prelude::*;
use indicatif::{ProgressBar, ProgressStyle};

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

/// The loss and the share of right answers, over all batches.
struct Score {
    loss: f64,
    accuracy: f64,
}

fn validate(model: &Classifier, loader: &DataLoader<Subset<TensorDataset<(Tensor, Tensor)>>>) -> Score {
    let (mut losses, mut right, mut seen) = (vec![], 0.0, 0);
    no_grad(|| {
        for (x, y) in loader {
            let logits = model.forward(&x);
            losses.push(cross_entropy(&logits, &y).item());
            right += logits.argmax_dim(1, false).eq(&y).sum().item();
            seen += y.len();
        }
    });
    Score {
        loss: mean(&losses),
        accuracy: right / seen as f64,
    }
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

    let (mut train_losses, mut validation_losses) = (vec![], vec![]);
    let bar = progress_bar(EPOCHS * train_loader.len());
    for epoch in 0..EPOCHS {
        let mut batch_losses = vec![];
        for (x, y) in &train_loader {
            let loss = cross_entropy(&model.forward(&x), &y);
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
            batch_losses.push(loss.item());
            bar.inc(1);
        }
        let train_loss = mean(&batch_losses);
        let Score { loss, accuracy } = validate(&model, &validation_loader);
        bar.suspend(|| {
            println!(
                "epoch {:>2}: train loss {train_loss:.4}, validation loss {loss:.4}, accuracy {:.1} %",
                epoch + 1,
                100.0 * accuracy
            );
        });
        train_losses.push(train_loss);
        validation_losses.push(loss);
    }
    bar.finish_and_clear();

    let picture = out("digits.svg");
    Chart::new("Handwritten digits")
        .x_label("epoch")
        .y_label("cross entropy")
        .log_y()
        .curve("train", &train_losses)
        .curve("validation", &validation_losses)
        .save(&picture)?;
    println!("the loss curves are in {}", picture.display());
    Ok(())
}

/// A bar on the terminal; where output is not a terminal it does not appear.
fn progress_bar(steps: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} steps, {eta} left");
    ProgressBar::new(steps as u64).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
