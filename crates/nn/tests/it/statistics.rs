//! Statistics are those of the layers, of all batches together.

use autograd::no_grad;
use nn::{Conv2d, Forward, Linear, Module, ReLU, Statistics, Tensor, init, sequential};

#[test]
fn numbers_are_those_of_all_batches() {
    let model = sequential![Linear::new(3, 4), ReLU, Linear::new(4, 2)];
    let statistics = Statistics::of(&model);
    let x = Tensor::randn([10, 3]);
    for part in x.split(6, 0) {
        model.forward(&part).square().sum().backward();
    }
    let layers = statistics.layers();
    drop(statistics);
    let types: Vec<&str> = layers.iter().map(|layer| &*layer.layer).collect();
    assert_eq!(types, ["Linear", "ReLU", "Linear"]);
    let y = model.forward(&x).detach().double();
    let [.., last] = &layers[..] else {
        panic!("three layers")
    };
    assert_eq!((last.calls, last.activations.count()), (2, 20));
    assert!((last.activations.mean() - y.mean().item()).abs() < 1e-6);
    assert!((last.activations.deviation() - y.std().item()).abs() < 1e-6);
    // The gradient of the sum of squares.
    assert!((last.gradients.mean() - 2.0 * y.mean().item()).abs() < 1e-6);
}

#[test]
fn units_die_in_every_batch_or_not_at_all() {
    let model = sequential![Conv2d::new(1, 3, 1), ReLU];
    let [weight, bias] = &model.parameters()[..] else {
        panic!("a weight and a bias")
    };
    weight.set_data(Tensor::from([1.0, -1.0, 0.0]).reshape([3, 1, 1, 1]));
    init::constant_(bias, 0.0);
    let statistics = Statistics::of(&model);
    let run = |x: Tensor| no_grad(|| model.forward(&x));
    run(Tensor::ones([2, 1, 4, 4]));
    let dead = |at: usize| statistics.layers()[at].dead();
    assert_eq!((dead(0), dead(1)), (1.0 / 3.0, 2.0 / 3.0));
    // A channel that lives once is alive.
    run(-Tensor::ones([2, 1, 4, 4]));
    assert_eq!(dead(1), 1.0 / 3.0);
    statistics.reset();
    assert!(statistics.layers().is_empty());
    run(Tensor::ones([1, 1, 2, 2]));
    let text = statistics.to_string();
    let line = text.lines().last().unwrap();
    assert!(
        line.starts_with("1 ") && line.contains("66.7%") && line.ends_with('-'),
        "{text}"
    );
}
