//! y = exp(x) by a polynomial with autograd, updated under `no_grad`.

use flambeau::prelude::*;
use flambeau::random::set_default_generator;

use crate::reaches;

#[test]
fn poly_autograd() {
    set_default_generator(Generator::pytorch(0));
    let x = Tensor::linspace(-1.0, 1.0, 2000);
    let y = x.exp();
    let leaf = || Tensor::options().requires_grad(true).randn(());
    let (mut a, mut b, mut c, mut d) = (leaf(), leaf(), leaf(), leaf());
    let lr = 1e-5;
    let mut last = 0.0;
    for _ in 0..5000 {
        let y_pred = &a + &b * &x + &c * x.powi(2) + &d * x.powi(3);
        let loss = (y_pred - &y).powi(2).sum();
        last = loss.item();
        loss.backward();
        no_grad(|| {
            for p in [&mut a, &mut b, &mut c, &mut d] {
                *p -= lr * p.grad().unwrap();
                p.set_grad(None);
            }
        });
    }
    reaches(last, 0.067361);
}
