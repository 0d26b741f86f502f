//! The lecture's lesson on learning rates: too small takes too long, too large diverges. How to find one between.
//!
//! `cargo run --release --example lr_finder`

use examples::{Outcome, out};
use flambeau::plot::{Chart, Grid};
use flambeau::prelude::*;

const EPOCHS: usize = 300;

/// The lecture's network.
fn network() -> Sequential {
    sequential![
        Linear::new(1, 20),
        ReLU,
        Linear::new(20, 20),
        ReLU,
        Linear::new(20, 20),
        ReLU,
        Linear::new(20, 20),
        ReLU,
        Linear::new(20, 1),
    ]
}

fn main() -> Outcome {
    manual_seed(0);
    let x = Tensor::linspace(-10.0, 10.0, 50).slice(s![.., NewAxis]);
    let y = (&x * 0.5).sin() + Tensor::randn([50, 1]) * 0.2;
    let loader = DataLoader::new(TensorDataset::new((x, y)))
        .batch_size(10)
        .shuffle(true);
    let model = network();
    let loss = |(x, y): (Tensor, Tensor)| mse_loss(&model.forward(&x), &y);

    let mut optimizer = SGD::new(model.parameters(), 1e-3);
    let test = LRFinder::new()
        .start_lr(1e-4)
        .num_iter(200)
        .range_test(&model, &mut optimizer, &loader, loss);
    let suggestion = test.suggestion().ok_or("the loss falls at no learning rate")?;
    println!("suggested learning rate: {suggestion:.1e}");

    let initial = model.state_dict();
    let mut losses = Chart::new("Training at three rates")
        .x_label("epoch")
        .y_label("mean squared error");
    for (rate, lr) in [
        ("a tenth", suggestion / 10.0),
        ("suggested", suggestion),
        ("a hundred times", suggestion * 100.0),
    ] {
        model.load_state_dict(&initial)?;
        let mut optimizer = SGD::new(model.parameters(), lr);
        let mut history = History::new();
        for _epoch in 0..EPOCHS {
            for batch in &loader {
                let loss = loss(batch);
                optimizer.zero_grad();
                loss.backward();
                optimizer.step();
                history.step([("loss", loss.item())]);
            }
            history.epoch([]);
        }
        println!("{rate}, lr = {lr:.1e}: {}", history.latest());
        losses = losses.line(format!("{rate}, {lr:.1e}"), history.epochs().points("loss"));
    }

    let picture = out("lr_finder.svg");
    Grid::new(2)
        .add(test.chart("Loss at ever higher rates"))
        .add(losses)
        .save(&picture)?;
    println!("drew {}", picture.display());
    Ok(())
}
