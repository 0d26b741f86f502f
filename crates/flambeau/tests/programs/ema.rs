//! A moving average of a model, beside it.

use flambeau::prelude::*;

#[test]
fn ema() {
    let model = sequential![Linear::new(4, 2)];
    let mut averaged = AveragedModel::new(model.parameters()).decay(0.99);
    averaged.update_parameters();
    let x = Tensor::ones([1, 4]);
    let before = model.forward(&x);
    no_grad(|| {
        for p in model.parameters() {
            let mut p = Tensor::from(p);
            p.mul_(0.0).add_(1.0);
        }
    });
    averaged.update_parameters();
    let mean = averaged.with_averages(|| model.forward(&x));
    let expected = before * 0.99 + Tensor::full([1, 2], 0.05);
    assert!((mean - expected).abs().max().item() < 1e-5);
    assert_eq!(model.forward(&x).to_vec::<f32>(), [5.0, 5.0]);
}
