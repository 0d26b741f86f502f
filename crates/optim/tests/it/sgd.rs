//! Stochastic gradient descent: PyTorch's golden figures, and which parameters a step leaves alone.

use autograd::Tensor;
use optim::{Optimizer, SGD};

use crate::with_grad;

/// Five steps down `p0^2 + p1^2 / 2` from (1, -2) with a learning rate of 0.1.
fn descend(make: impl Fn(&Tensor) -> SGD) -> Vec<f64> {
    let p = Tensor::from([1.0, -2.0]).requires_grad_(true);
    let mut optimizer = make(&p);
    for _ in 0..5 {
        let loss = (p.square() * Tensor::from([1.0, 0.5])).sum();
        optimizer.zero_grad();
        loss.backward();
        optimizer.step();
    }
    p.to_vec()
}

#[test]
fn pytorchs_figures() {
    let close = |got: Vec<f64>, want: [f64; 2]| {
        assert!(
            got.iter().zip(want).all(|(a, b)| (a - b).abs() < 1e-6),
            "{got:?}, not {want:?}"
        );
    };
    close(descend(|p| SGD::new([p], 0.1).momentum(0.9)), [-0.58042, 0.05832]);
    close(
        descend(|p| SGD::new([p], 0.1).momentum(0.9).dampening(0.5)),
        [-0.28512, -0.506036],
    );
    close(
        descend(|p| SGD::new([p], 0.1).momentum(0.9).nesterov(true)),
        [-0.415718, 0.209163],
    );
    close(
        descend(|p| SGD::new([p], 0.1).momentum(0.9).weight_decay(0.1)),
        [-0.614217, 0.207178],
    );
}

#[test]
fn a_parameter_without_a_gradient_stays_and_one_with_zeros_does_not() {
    let (idle, zeros) = (with_grad(&[1.0], &[1.0]), with_grad(&[1.0], &[0.0]));
    idle.zero_grad();
    let mut optimizer = SGD::new([&idle, &zeros], 0.5).momentum(0.9).weight_decay(0.5);
    optimizer.step();
    assert_eq!((idle.item(), zeros.item()), (1.0, 0.75));
    assert_eq!(
        optimizer.state_dict().keys().collect::<Vec<_>>(),
        ["state.1.momentum_buffer"]
    );
}

#[test]
fn the_first_step_is_each_parameters_own() {
    let (early, late) = (with_grad(&[0.0], &[1.0]), with_grad(&[0.0], &[1.0]));
    let mut optimizer = SGD::new([&early, &late], 1.0).momentum(0.5).dampening(0.5);
    late.zero_grad();
    optimizer.step();
    late.set_grad(Some(early.grad().unwrap()));
    optimizer.step();
    // Velocities 1 and then 0.5 * 1 + 0.5 * 1; the late one's first is not dampened.
    assert_eq!((early.item(), late.item()), (-2.0, -1.0));
}

#[test]
fn groups_have_options_of_their_own() {
    let (a, b) = (with_grad(&[1.0], &[1.0]), with_grad(&[1.0], &[1.0]));
    let groups = [SGD::group([&a]).weight_decay(1.0), SGD::group([&b]).lr(0.25)];
    let mut optimizer = SGD::with_groups(groups, 0.5).maximize(true);
    optimizer.step();
    // Maximizing turns the gradient, not the decay.
    assert_eq!((a.item(), b.item()), (1.0, 1.25));
    optimizer.zero_grad();
    assert!(a.grad().is_none() && b.grad().is_none());
}

#[test]
fn a_step_writes_where_the_parameter_lies() {
    let p = with_grad(&[1.0; 100], &[1.0; 100]);
    let address = |p: &Tensor| p.value().as_slice::<f64>().map(<[f64]>::as_ptr);
    let mut optimizer = SGD::new([&p], 0.5).momentum(0.9);
    // The first makes the velocities, for which there may be no memory: until then the old elements are kept.
    optimizer.step();
    let before = address(&p);
    optimizer.step();
    assert_eq!(address(&p), before);
}

#[test]
fn who_holds_the_old_elements_keeps_them() {
    let p = with_grad(&[1.0], &[1.0]);
    let held = p.detach();
    SGD::new([&p], 0.5).step();
    assert_eq!((p.item(), held.item()), (0.5, 1.0));
}

#[test]
fn a_frozen_parameter_is_taken_and_left_alone() {
    let frozen = Tensor::from([1.0]).requires_grad_(true).requires_grad_(false);
    SGD::new([&frozen], 0.5).weight_decay(0.5).step();
    assert_eq!(frozen.item(), 1.0);
}
