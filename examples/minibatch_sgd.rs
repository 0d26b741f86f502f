//! The lecture's second part: a dataset, a loader, and stochastic gradient descent at three batch sizes and two
//! learning rates.
//!
//! `cargo run --release --example minibatch_sgd`

use examples::{Outcome, mean, out};
use flambeau::plot::{Chart, Grid};
use flambeau::prelude::*;

const EPOCHS: usize = 5;

/// A dataset is any type with these two methods; `TensorDataset` is this one, ready made.
struct Pairs {
    x: Tensor,
    y: Tensor,
}

impl Dataset for Pairs {
    type Item = (Tensor, Tensor);

    fn len(&self) -> usize {
        self.x.shape()[0]
    }

    fn get(&self, index: usize) -> Self::Item {
        (self.x.get(index), self.y.get(index))
    }
}

#[derive(Module)]
struct LinearRegression {
    linear_layer: Linear,
}

impl LinearRegression {
    fn new(d: usize) -> Self {
        Self {
            linear_layer: Linear::new(d, 1),
        }
    }
}

impl Forward for LinearRegression {
    fn forward(&self, x: &Tensor) -> Tensor {
        self.linear_layer.forward(x)
    }
}

/// The training loss of each step, and its mean over each epoch.
struct Losses {
    steps: Vec<f64>,
    epochs: Vec<f64>,
}

fn train(dataset: &Pairs, batch_size: usize, lr: f64) -> Losses {
    let model = LinearRegression::new(1);
    let loader = DataLoader::new(dataset).batch_size(batch_size).shuffle(true);
    let mut optimizer = SGD::new(model.parameters(), lr);
    let mut losses = Losses {
        steps: vec![],
        epochs: vec![],
    };
    for _epoch in 0..EPOCHS {
        let mut batch_loss = vec![];
        for (x_batch, y_batch) in &loader {
            let prediction = model.forward(&x_batch);
            let loss = (prediction - y_batch).powi(2).mean();
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
            batch_loss.push(loss.item());
        }
        losses.epochs.push(mean(&batch_loss));
        losses.steps.extend(batch_loss);
    }
    losses
}

fn main() -> Outcome {
    manual_seed(0);
    let x = Tensor::arange(0.0, 10.0, 0.1).slice(s![.., NewAxis]);
    let y = &x * 3.0 + Tensor::randn(x.shape());
    let dataset = Pairs { x, y };

    println!("the first items of the dataset:");
    for item in dataset.iter().take(4) {
        println!("{item:?}");
    }
    println!("the first batches of a loader:");
    for (x_batch, y_batch) in DataLoader::new(&dataset)
        .batch_size(4)
        .shuffle(true)
        .iter()
        .take(2)
    {
        println!("{:?}", [x_batch, y_batch]);
    }

    let axes = |title: &str, x: &str| Chart::new(title).x_label(x).y_label("training loss").log_y();
    let mut steps = axes("Loss per step", "step");
    let mut epochs = axes("Loss per epoch", "epoch");
    for (batch_size, lr) in [(2, 0.02), (4, 0.02), (8, 0.02), (2, 0.001)] {
        let losses = train(&dataset, batch_size, lr);
        let name = format!("batch size {batch_size}, lr = {lr}");
        println!(
            "{name}: {} steps, last epoch's loss {:.4}",
            losses.steps.len(),
            losses.epochs[EPOCHS - 1]
        );
        steps = steps.curve(&name, &losses.steps);
        epochs = epochs.curve(&name, &losses.epochs);
    }

    let picture = out("minibatch_sgd_losses.svg");
    Grid::new(2)
        .title("Stochastic gradient descent")
        .add(steps)
        .add(epochs)
        .save(&picture)?;
    println!("drew {}", picture.display());
    Ok(())
}
