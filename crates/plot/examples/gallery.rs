//! Draws one picture of each kind, as SVG and as PNG, for a look after a change.
//!
//! `cargo run -p plot --example gallery -- DIRECTORY`

use plot::{Chart, Contour, Error, Grid};

/// Numbers in 0..1 without an order that the eye could find.
fn noise() -> impl Iterator<Item = f64> {
    let next = |s: &u64| {
        Some(
            s.wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407),
        )
    };
    std::iter::successors(Some(1), next)
        .skip(1)
        .map(|s| (s >> 40) as f64 / f64::from(1 << 24))
}

/// y = 3 x plus noise for x in 0, 0.1, ..., 9.9.
fn data() -> Vec<(f64, f64)> {
    (0..100)
        .map(|i| f64::from(i) / 10.0)
        .zip(noise())
        .map(|(x, e)| (x, 3.0 * x + 3.4 * e - 1.7))
        .collect()
}

/// The mean squared error of w x + b.
fn loss(data: &[(f64, f64)], w: f64, b: f64) -> f64 {
    data.iter().map(|(x, y)| (w * x + b - y).powi(2)).sum::<f64>() / data.len() as f64
}

/// The parameters after each of `steps` steps of gradient descent from w = b = 0.
fn descend(data: &[(f64, f64)], lr: f64, steps: usize) -> Vec<(f64, f64)> {
    let step = |&(w, b): &(f64, f64)| {
        let error = |&(x, y): &(f64, f64)| 2.0 * (w * x + b - y) / data.len() as f64;
        let (dw, db) = data
            .iter()
            .fold((0.0, 0.0), |(dw, db), p| (dw + error(p) * p.0, db + error(p)));
        Some((w - lr * dw, b - lr * db))
    };
    std::iter::successors(Some((0.0, 0.0)), step)
        .take(steps + 1)
        .collect()
}

fn fit(data: &[(f64, f64)]) -> Chart {
    let (w, b) = descend(data, 1e-3, 30)[30];
    Chart::new("Linear regression")
        .x_label("x")
        .y_label("y")
        .points("data", data)
        .line("prediction of mymodel before training", [(0.0, 0.4), (10.0, 1.1)])
        .line(
            "prediction of mymodel after training",
            [0.0, 10.0].map(|x| (x, w * x + b)),
        )
}

fn runs(data: &[(f64, f64)], rates: &[f64]) -> Chart {
    rates.iter().fold(
        Chart::new("Training loss").x_label("step").y_label("loss"),
        |chart, &lr| {
            let losses = descend(data, lr, 100).into_iter().map(|(w, b)| loss(data, w, b));
            chart.curve(format!("lr = {lr}"), losses)
        },
    )
}

fn path(data: &[(f64, f64)], lr: f64) -> Contour {
    Contour::new(format!("Learning rate = {lr}"), -1.0..7.0, -4.0..4.0, |w, b| {
        loss(data, w, b)
    })
    .x_label("w")
    .y_label("b")
    .path("gradient descent", descend(data, lr, 100))
}

fn stochastic() -> Chart {
    let step = |(i, e): (u32, f64)| (-f64::from(i) / 250.0).exp() * (0.4 + 1.6 * e) + 0.05 * (0.1 + e);
    let losses: Vec<f64> = (0..1000).zip(noise()).map(step).collect();
    let epochs = losses.chunks(100).map(|c| c.iter().sum::<f64>() / c.len() as f64);
    Chart::new("Loss per step and per epoch")
        .x_label("step")
        .y_label("loss")
        .log_y()
        .curve("per step", &losses)
        .line("mean of the epoch", (1..=10).map(|e| 100 * e).zip(epochs))
}

fn main() -> Result<(), Error> {
    let directory = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "target/gallery".to_owned());
    let directory = std::path::Path::new(&directory);
    let data = data();
    let rates = [0.0005, 0.001, 0.005, 0.025, 0.028, 0.03];
    for extension in ["svg", "png"] {
        let file = |name: &str| directory.join(name).with_extension(extension);
        fit(&data).save(file("fit"))?;
        runs(&data, &rates).save(file("rates"))?;
        runs(&data, &[0.001, 0.005, 0.025, 0.04]).save(file("diverging"))?;
        runs(&data, &rates).log_y().save(file("rates-log"))?;
        stochastic().save(file("stochastic"))?;
        path(&data, 0.001).save(file("path"))?;
        path(&data, 0.028).save(file("path-oscillating"))?;
        path(&data, 0.04).save(file("path-diverging"))?;
        let grid = rates
            .iter()
            .fold(Grid::new(3).title("Six learning rates"), |g, &lr| {
                g.add(path(&data, lr))
            });
        grid.panel_size(420, 380).save(file("grid"))?;
        Grid::new(2)
            .add(fit(&data))
            .add(runs(&data, &[0.001, 0.028]).log_y())
            .save(file("fit-and-loss"))?;
        Chart::new("").save(file("empty"))?;
    }
    println!("wrote {}", directory.display());
    Ok(())
}
