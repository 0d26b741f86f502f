//! The blitz: a gradient of a vector, one step of training, and finetuning with frozen layers.

use flambeau::prelude::*;
use flambeau::random::set_default_generator;

use crate::reaches;

/// It stands for the resnet; its last layer is a field, so that another can take its place.
#[derive(Module)]
struct Net {
    conv: Linear,
    fc: Linear,
}

impl Forward for Net {
    fn forward(&self, x: &Tensor) -> Tensor {
        self.fc.forward(&self.conv.forward(x).relu())
    }
}

#[test]
fn blitz_autograd() {
    set_default_generator(Generator::pytorch(0));
    let mut model = Net {
        conv: Linear::new(12, 16),
        fc: Linear::new(16, 10),
    };
    let data = Tensor::rand([1, 12]);
    let labels = Tensor::rand([1, 10]);
    let prediction = model.forward(&data);
    let loss = (prediction - &labels).sum();
    loss.backward();
    let mut optim = SGD::new(model.parameters(), 1e-2).momentum(0.9);
    optim.step();

    // Q = 3a^3 - b^2, dQ/dQ = 1.
    let a = Tensor::from([2.0, 3.0]).requires_grad_(true);
    let b = Tensor::from([6.0, 4.0]).requires_grad_(true);
    let q = 3.0 * a.powi(3) - b.powi(2);
    let external = Tensor::from([1.0, 1.0]);
    q.backward_with(BackwardOptions::new().gradient(external));
    assert!((9.0 * a.detach().powi(2)).equal(&a.grad().unwrap()));
    assert!((-2.0 * b.detach()).equal(&b.grad().unwrap()));

    // Leaves, and how requires_grad spreads.
    let (x, y) = (Tensor::rand([5, 5]), Tensor::rand([5, 5]));
    let z = Tensor::options().requires_grad(true).rand([5, 5]);
    assert!(!(&x + &y).requires_grad() && (&x + &z).requires_grad());

    // Finetune: freeze all, a new classifier in place of the last layer.
    for param in model.parameters() {
        param.requires_grad_(false);
    }
    model.fc = Linear::new(16, 3);
    let mut optimizer = SGD::new(model.parameters(), 1e-2).momentum(0.9);
    let out = model.forward(&data).sum();
    out.backward();
    optimizer.step();
    reaches(model.forward(&data).sum().item(), -0.632475);
}
