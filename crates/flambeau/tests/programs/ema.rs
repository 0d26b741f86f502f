//! A moving average of a model, beside it: by hand in a copy, and by `AveragedModel`.

use flambeau::prelude::*;

#[test]
fn ema() {
    let model = sequential![Linear::new(4, 2)];
    let copy = model.deep_copy();
    let mut averaged = AveragedModel::new(model.parameters()).decay(0.99);
    averaged.update_parameters();
    let x = Tensor::ones([1, 4]);
    let before = model.forward(&x);
    no_grad(|| {
        for p in model.parameters() {
            p.mul_(0.0).add_(1.0);
        }
        for (average, p) in copy.parameters().iter().zip(model.parameters()) {
            average.mul_(0.99).add_scaled_(&p, 0.01);
        }
    });
    averaged.update_parameters();
    let mean = averaged.with_averages(|| model.forward(&x));
    let expected = before * 0.99 + Tensor::full([1, 2], 0.05);
    assert!((mean - &expected).abs().max().item() < 1e-5);
    assert!((copy.forward(&x) - expected).abs().max().item() < 1e-5);
    assert_eq!(model.forward(&x).to_vec::<f32>(), [5.0, 5.0]);
}
