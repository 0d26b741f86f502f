//! Handwritten digits once more, by a convolutional network: pictures moved at random, two workers that load them.
//!
//! `cargo run --release --example cnn_digits`

use examples::{Outcome, data, mean, out};
use flambeau::plot::Chart;
use flambeau::prelude::*;

const EPOCHS: usize = 25;
const BATCH_SIZE: usize = 64;

/// Pictures `[1, 8, 8]` and their digits.
type Digits = TensorDataset<(Tensor, Tensor)>;

fn network() -> Sequential {
    let block = |from: usize, to: usize| {
        sequential![
            Conv2d::options(from, to, 3).padding(1).bias(false).build(),
            BatchNorm2d::new(to),
            ReLU,
        ]
    };
    sequential![
        block(1, 32),
        block(32, 32),
        MaxPool2d::new(2),
        block(32, 64),
        block(64, 64),
        Flatten::new(),
        Dropout::new(0.3),
        Linear::new(64 * 4 * 4, 10),
    ]
}

/// The picture moved by up to one pixel in each direction. What comes in is empty.
fn moved((picture, digit): (Tensor, Tensor)) -> (Tensor, Tensor) {
    let shift = Tensor::randint(0, 3, [2]).to_vec::<i64>();
    let padded = picture.pad([1, 1, 1, 1], PadMode::Constant);
    let window = |x: &Tensor, dim: isize, at: i64| x.narrow(dim, at as isize, 8);
    let picture = window(&window(&padded, -2, shift[0]), -1, shift[1]);
    (picture, digit)
}

/// The share of right answers.
fn accuracy(model: &Sequential, loader: &DataLoader<Subset<Digits>>) -> f64 {
    model.eval();
    let (mut right, mut seen) = (0.0, 0);
    no_grad(|| {
        for (x, y) in loader {
            right += model.forward(&x).argmax_dim(1, false).eq(&y).sum().item();
            seen += y.len();
        }
    });
    model.train();
    right / seen as f64
}

fn main() -> Outcome {
    manual_seed(0);
    let (pixels, digits) = csv::read(data("digits.csv"))?.features_and_target::<f32, i64>("label")?;
    let dataset = TensorDataset::new((pixels.view((-1, 1, 8, 8)) / 16.0, digits));
    let [train, held_out] = random_split(dataset, [0.8, 0.2]);
    let train_loader = DataLoader::new(train.map(moved))
        .batch_size(BATCH_SIZE)
        .shuffle(true)
        .num_workers(2);
    let held_out_loader = DataLoader::new(held_out).batch_size(256);

    let model = network();
    println!("{} parameters", model.num_parameters());
    let mut optimizer = AdamW::new(model.parameters(), 1e-3).weight_decay(0.01);
    let mut schedule = OneCycleLR::new(4e-3, EPOCHS * train_loader.len()).attach(&mut optimizer);

    let (mut losses, mut accuracies) = (vec![], vec![]);
    for epoch in 1..=EPOCHS {
        let mut batch_losses = vec![];
        for (x, y) in &train_loader {
            let loss = cross_entropy(&model.forward(&x), &y);
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
            schedule.step(&mut optimizer);
            batch_losses.push(loss.item());
        }
        losses.push(mean(&batch_losses));
        accuracies.push(100.0 * accuracy(&model, &held_out_loader));
        println!(
            "epoch {epoch:>2}: loss {:.4}, {:.2} % right of those held out",
            losses[epoch - 1],
            accuracies[epoch - 1]
        );
    }

    let picture = out("cnn_digits.svg");
    Chart::new("Handwritten digits by convolution")
        .x_label("epoch")
        .y_label("% right")
        .curve("held out", &accuracies)
        .save(&picture)?;
    println!("the curve is in {}", picture.display());
    Ok(())
}
