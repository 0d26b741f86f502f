//! A program that needs gradients only.

use autograd::{Tensor, no_grad};

fn main() {
    let x = Tensor::from([1.0, 2.0, 3.0]);
    let w = Tensor::from(0.0).requires_grad_(true);
    for _ in 0..100 {
        let loss = (&x * &w - &x * 2.0).square().mean();
        w.zero_grad();
        loss.backward();
        no_grad(|| w.set_data(&w - w.grad().expect("backward has run") * 0.05));
    }
    assert!((w.item() - 2.0).abs() < 1e-3);
}
