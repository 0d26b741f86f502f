//! A network that dies, and what shows where: the statistics of its layers, the first operation that makes what is not a
//! number, the parameters that get no gradient, and where the time goes.
//!
//! `cargo run --release --example look_inside`

use std::error::Error;

use examples::{Outcome, data, out};
use flambeau::plot::{Chart, Grid};
use flambeau::prelude::*;
use flambeau::statistics_picture;

const EPOCHS: usize = 10;

fn network() -> Sequential {
    sequential![
        Linear::new(64, 32),
        ReLU,
        Linear::new(32, 32),
        ReLU,
        Linear::new(32, 32),
        ReLU,
        Linear::new(32, 10),
    ]
}

/// Handwritten digits, 8 by 8 pixels between 0 and 1, and what they show.
fn digits() -> Result<(Tensor, Tensor), Box<dyn Error>> {
    let table = csv::read(data("digits.csv"))?;
    let (pixels, labels) = table.features_and_target::<f32, i64>("label")?;
    Ok((pixels / 16.0, labels))
}

/// Trains at a learning rate, and gives the share of dead units of each ReLU after each epoch, as a chart, and a picture of
/// the layers as they were in the last.
fn train(digits: &(Tensor, Tensor), lr: f64) -> (Chart, Grid) {
    manual_seed(0);
    let model = network();
    let mut optimizer = SGD::new(model.parameters(), lr);
    let loader = DataLoader::new(TensorDataset::new(digits.clone()))
        .batch_size(32)
        .shuffle(true);
    let statistics = Statistics::of(&model);
    let mut dead = vec![vec![]; 3];
    for _epoch in 0..EPOCHS {
        statistics.reset();
        for (x, classes) in &loader {
            let loss = cross_entropy(&model.forward(&x), &classes);
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
        }
        let layers = statistics.layers();
        for (dead, layer) in dead
            .iter_mut()
            .zip(layers.iter().filter(|layer| layer.layer == "ReLU"))
        {
            dead.push(layer.dead());
        }
    }
    println!("learning rate {lr}, the last epoch:\n{statistics}");
    let picture = statistics_picture(&statistics, format!("Inside the network, learning rate {lr}"));
    drop(statistics);

    let right = no_grad(|| model.forward(&digits.0).argmax_dim(1, false).eq(&digits.1));
    println!(
        "{:.1}% of the digits are told\n",
        100.0 * right.float().mean().item()
    );
    let mut chart = Chart::new(format!("learning rate {lr}"))
        .x_label("epoch")
        .y_label("share of dead units")
        .y_range(0.0..1.05);
    for (name, dead) in ["1 (ReLU)", "3 (ReLU)", "5 (ReLU)"].into_iter().zip(dead) {
        chart = chart.curve(name, dead);
    }
    (chart, picture)
}

/// The cross entropy as one first writes it: a probability of 0 has no logarithm.
fn naive_loss(scores: &Tensor, classes: &Tensor) -> Tensor {
    let right = scores.softmax(1).gather(1, &classes.unsqueeze(1));
    -right.log().mean()
}

/// Two heads, of which nobody calls the second.
#[derive(Module)]
struct TwoHeads {
    body: Sequential,
    digit: Linear,
    parity: Linear,
}

fn main() -> Outcome {
    let digits = digits()?;

    // Where do units die?
    let (healthy, _) = train(&digits, 0.1);
    let (dying, inside) = train(&digits, 2.0);
    let picture = Grid::new(2)
        .title("Units that give nothing but 0")
        .add(healthy)
        .add(dying);
    picture.save(out("look_inside.svg"))?;
    inside.save(out("look_inside_layers.svg"))?;

    // Which operation makes the first number that is none?
    let (x, classes) = (digits.0.slice(s![..32]), digits.1.slice(s![..32]));
    let model = network();
    let names = name_layers("", &model);
    let mut optimizer = SGD::new(model.parameters(), 50.0);
    let trained = detect_anomaly(|| {
        for _step in 0..100 {
            let loss = naive_loss(&model.forward(&x), &classes);
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
        }
    });
    match trained {
        Ok(()) => println!("all numbers were finite"),
        Err(anomaly) => println!("{anomaly}"),
    }
    drop(names);

    // Which parameters does nothing reach?
    let model = TwoHeads {
        body: network(),
        digit: Linear::new(10, 10),
        parity: Linear::new(10, 2),
    };
    let forward = || model.digit.forward(&model.body.forward(&x).relu());
    if let Err(missing) = check_gradients(&model, || cross_entropy(&forward(), &classes).backward()) {
        println!("{missing}\n");
    }

    // Where does the time go?
    let names = name_layers("", &model);
    let (_, profile) = profile(|| cross_entropy(&forward(), &classes).backward());
    drop(names);
    println!("{profile}");
    profile.save_chrome_trace(out("look_inside.json"))?;
    Ok(())
}
