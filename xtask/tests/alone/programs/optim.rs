//! A program that needs optimizers only.

use optim::{Optimizer, SGD, Tensor};

fn main() {
    let p = Tensor::from([1.0, -2.0]).requires_grad_(true);
    let mut optimizer = SGD::new([&p], 0.1).momentum(0.9);
    for _ in 0..5 {
        let loss = p.get(0).square() + 0.5 * p.get(1).square();
        optimizer.zero_grad();
        loss.backward();
        optimizer.step();
    }
    // What PyTorch reaches.
    let reached = p.to_vec::<f64>();
    assert!((reached[0] + 0.58042).abs() < 1e-4 && (reached[1] - 0.05832).abs() < 1e-4, "{reached:?}");
}
