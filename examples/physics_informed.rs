//! A network that solves a differential equation: the damped oscillator `u'' + 2 g u' + u = 0`, `u(0) = 1`, `u'(0) = 0`.
//!
//! Nobody shows it the solution. Its own derivatives, taken by `grad` with a recorded backward pass, are what the loss is
//! made of (Raissi, Perdikaris, Karniadakis 2019).
//!
//! `cargo run --release --example physics_informed`

use examples::{Outcome, out};
use flambeau::plot::Chart;
use flambeau::prelude::*;

const DAMPING: f64 = 0.15;
const END: f64 = 8.0;
const STEPS: usize = 20_000;

/// The derivative of `y` for `x`, both `[n, 1]`, which can be differentiated again.
fn derivative(y: &Tensor, x: &Tensor) -> Tensor {
    let options = BackwardOptions::new().create_graph(true);
    let grads = flambeau::grad(&y.sum(), &[x], &options).expect("y depends on x");
    grads[0].clone().expect("y depends on x")
}

/// The solution so far, at times `[n, 1]`: whatever the network says, it begins with `u(0) = 1`, `u'(0) = 0`.
fn solution(network: &Sequential, t: &Tensor) -> Tensor {
    (t / END).square() * network.forward(t) + 1.0
}

/// What the equation says must be zero, at some times.
fn residual(network: &Sequential, t: &Tensor) -> Tensor {
    let u = solution(network, t);
    let velocity = derivative(&u, t);
    let acceleration = derivative(&velocity, t);
    acceleration + velocity * (2.0 * DAMPING) + u
}

/// The solution on paper.
fn exact(t: f64) -> f64 {
    let omega = (1.0 - DAMPING * DAMPING).sqrt();
    (-DAMPING * t).exp() * ((omega * t).cos() + DAMPING / omega * (omega * t).sin())
}

fn main() -> Outcome {
    manual_seed(0);
    let network = sequential![
        Linear::new(1, 32),
        Tanh,
        Linear::new(32, 32),
        Tanh,
        Linear::new(32, 1),
    ];
    let mut optimizer = Adam::new(network.parameters(), 3e-3);
    let mut schedule = CosineAnnealingLR::new(STEPS).attach(&mut optimizer);
    for step in 1..=STEPS {
        let t = (Tensor::rand([64, 1]) * END).requires_grad_(true);
        let loss = residual(&network, &t).square().mean();
        optimizer.zero_grad();
        loss.backward();
        optimizer.step();
        schedule.step(&mut optimizer);
        if step % 4000 == 0 {
            println!("step {step}: loss {:.6}", loss.item());
        }
    }

    let t = Tensor::linspace(0.0, END, 200).unsqueeze(1);
    let times = t.to_vec::<f64>();
    let found = no_grad(|| solution(&network, &t)).to_vec::<f64>();
    let on_paper: Vec<f64> = times.iter().map(|t| exact(*t)).collect();
    let errors = found.iter().zip(&on_paper).map(|(u, exact)| (u - exact).abs());
    println!("largest error over [0, {END}]: {:.4}", errors.fold(0.0, f64::max));

    let picture = out("physics_informed.svg");
    Chart::new("The damped oscillator")
        .x_label("t")
        .y_label("u")
        .line("on paper", times.iter().copied().zip(on_paper))
        .line("the network", times.iter().copied().zip(found))
        .save(&picture)?;
    println!("both solutions are in {}", picture.display());
    Ok(())
}
