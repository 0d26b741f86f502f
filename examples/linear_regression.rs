//! The lecture's first part: a linear model by hand, and gradient descent at six learning rates.
//!
//! `cargo run --release --example linear_regression`

use examples::{Outcome, out};
use flambeau::plot::{Chart, Contour, Grid};
use flambeau::prelude::*;

const MAX_ITER: usize = 100;
const LEARNING_RATES: [f64; 6] = [0.0005, 0.001, 0.005, 0.025, 0.028, 0.03];

#[derive(Module)]
struct LinearRegression {
    w: Parameter,
    b: Parameter,
}

impl LinearRegression {
    /// `d` is the dimension of the input.
    fn new(d: usize) -> Self {
        Self {
            w: Parameter::new(Tensor::zeros([1, d])),
            b: Parameter::new(Tensor::zeros([1])),
        }
    }
}

impl Forward for LinearRegression {
    fn forward(&self, x: &Tensor) -> Tensor {
        x.inner(&self.w) + &self.b
    }
}

/// Where the parameters went, and what the loss was before each step.
struct Descent {
    path: Vec<(f64, f64)>,
    losses: Vec<f64>,
}

fn descend(x: &Tensor, y: &Tensor, lr: f64) -> (LinearRegression, Descent) {
    let model = LinearRegression::new(1);
    let mut optimizer = SGD::new(model.parameters(), lr);
    let mut descent = Descent {
        path: vec![],
        losses: vec![],
    };
    for _ in 0..MAX_ITER {
        descent.path.push((model.w.item(), model.b.item()));

        // Forward pass: the prediction of the current model, and its loss.
        let prediction = model.forward(x);
        let loss = (prediction - y).powi(2).mean();

        // Backward pass. Without zero_grad the gradients of all steps would add up.
        optimizer.zero_grad();
        loss.backward();

        // A step of gradient descent.
        optimizer.step();
        descent.losses.push(loss.item());
    }
    (model, descent)
}

fn main() -> Outcome {
    manual_seed(0);
    let x = Tensor::arange(0.0, 10.0, 0.1).slice(s![.., NewAxis]);
    let y = &x * 3.0 + Tensor::randn(x.shape());
    let loss_at = |w: f64, b: f64| no_grad(|| (&x * w + b - &y).powi(2).mean().item());

    let mut paths = Grid::new(3).title("Gradient descent on the loss of w and b");
    let mut losses = Chart::new("Training loss")
        .x_label("step")
        .y_label("mean squared error")
        .log_y();
    for lr in LEARNING_RATES {
        let (model, descent) = descend(&x, &y, lr);
        println!(
            "lr = {lr}: loss {:.4} after {MAX_ITER} steps, w = {}, b = {}",
            descent.losses[MAX_ITER - 1],
            *model.w,
            *model.b
        );
        let panel = Contour::new(format!("lr = {lr}"), -1.0..7.0, -3.0..4.0, loss_at);
        paths = paths.add(panel.x_label("w").y_label("b").path("", &descent.path));
        losses = losses.curve(format!("lr = {lr}"), &descent.losses);
    }

    let (model, _) = descend(&x, &y, 0.001);
    println!("{model}");
    let fit = Chart::new("The fitted line, lr = 0.001")
        .x_label("x")
        .y_label("y")
        .points("data", pairs(&x, &y))
        .line("prediction", pairs(&x, &model.forward(&x).detach()));

    for (name, result) in [
        (
            "linear_regression_paths.svg",
            paths.save(out("linear_regression_paths.svg")),
        ),
        (
            "linear_regression_losses.svg",
            losses.save(out("linear_regression_losses.svg")),
        ),
        (
            "linear_regression_fit.svg",
            fit.save(out("linear_regression_fit.svg")),
        ),
    ] {
        result?;
        println!("drew {}", out(name).display());
    }
    Ok(())
}

/// Columns of numbers as points.
fn pairs(x: &Tensor, y: &Tensor) -> Vec<(f64, f64)> {
    x.to_vec().into_iter().zip(y.to_vec()).collect()
}
