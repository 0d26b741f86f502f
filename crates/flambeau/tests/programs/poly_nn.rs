//! y = sin(x) by a polynomial as a layer, whose parameters are updated by hand.

use std::f64::consts::PI;

use flambeau::prelude::*;
use flambeau::random::set_default_generator;

use crate::reaches;

#[test]
fn poly_nn() {
    set_default_generator(Generator::pytorch(0));
    let x = Tensor::linspace(-PI, PI, 2000);
    let y = x.sin();
    let p = Tensor::from([1, 2, 3]);
    let xx = x.unsqueeze(-1).pow(&p);
    let model = sequential![Linear::new(3, 1), Flatten::new().start_dim(0).end_dim(1)];
    let loss_fn = MSELoss::new().reduction(Reduction::Sum);
    let mut last = 0.0;
    for _ in 0..2000 {
        let y_pred = model.forward(&xx);
        let loss = loss_fn.forward(&y_pred, &y);
        last = loss.item();
        model.zero_grad();
        loss.backward();
        no_grad(|| {
            for param in model.parameters() {
                // A handle to the parameter, to be written through.
                let mut param = Tensor::from(param);
                let grad = param.grad().unwrap();
                param.sub_(1e-6 * grad);
            }
        });
    }
    reaches(last, 9.177204);
    let linear = model.get("0").unwrap();
    assert_eq!(linear.parameters()[0].shape(), [1, 3]);
}
