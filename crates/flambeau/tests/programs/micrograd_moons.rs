//! micrograd's demo: two moons, a perceptron, the max-margin loss with L2, a falling learning rate.

use std::f64::consts::PI;

use flambeau::prelude::*;
use flambeau::random::set_default_generator;

use crate::reaches;

fn moons(n: usize) -> (Tensor, Tensor) {
    let t = Tensor::linspace(0.0, PI, n / 2);
    let upper = Tensor::stack(&[t.cos(), t.sin()], 1);
    let lower = Tensor::stack(&[1.0 - t.cos(), 0.5 - t.sin()], 1);
    let x = Tensor::cat(&[upper, lower], 0);
    let y = Tensor::cat(&[Tensor::full(n / 2, -1.0), Tensor::full(n / 2, 1.0)], 0);
    let noise = Tensor::randn(x.shape()) * 0.1;
    (x + noise, y)
}

#[test]
fn micrograd_moons() {
    set_default_generator(Generator::pytorch(1337));
    let (x, y) = moons(100);
    let model = sequential![
        Linear::new(2, 16),
        ReLU,
        Linear::new(16, 16),
        ReLU,
        Linear::new(16, 1)
    ];
    assert_eq!(model.num_parameters(), 337);
    let (mut total, mut accuracy) = (0.0, 0.0);
    for k in 0..100 {
        let scores = model.forward(&x).squeeze_dim(1);
        let losses = (1.0 - &y * &scores).relu();
        let data_loss = losses.mean();
        let reg: Tensor = model.parameters().iter().map(|p| p.square().sum()).sum();
        let total_loss = data_loss + 1e-4 * reg;
        accuracy = y.gt(0).eq(scores.gt(0)).to_dtype(DType::F32).mean().item();
        model.zero_grad();
        total_loss.backward();
        let lr = 1.0 - 0.9 * k as f64 / 100.0;
        for p in model.parameters() {
            p.set_data(p.detach() - 0.1 * lr * p.grad().unwrap());
        }
        total = total_loss.item();
    }
    reaches(total, 0.276011);
    assert!(accuracy > 0.85);
}
