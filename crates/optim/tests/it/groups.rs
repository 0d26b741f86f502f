//! Options of groups that PyTorch treats in ways of its own.

use autograd::Tensor;
use optim::{Adagrad, AdamW, Optimizer, SGD};

fn one() -> Tensor {
    Tensor::from([1.0]).requires_grad_(true)
}

/// Steps on the square of both parameters, and gives what they were after each.
fn descend(mut optimizer: SGD, parameters: [&Tensor; 2]) -> Vec<[f64; 2]> {
    let steps = (0..3).map(|_| {
        optimizer.zero_grad();
        (parameters[0].square() + parameters[1].square()).sum().backward();
        optimizer.step();
        parameters.map(Tensor::item)
    });
    steps.collect()
}

#[track_caller]
fn near(got: &[[f64; 2]], expected: [[f64; 2]; 3]) {
    for (got, expected) in got.iter().flatten().zip(expected.iter().flatten()) {
        assert!((got - expected).abs() < 1e-6, "{got} {expected}");
    }
}

#[test]
fn nesterov_in_a_group_without_momentum_is_plain_descent() {
    let (a, b) = (one(), one());
    let groups = [SGD::group([&a]).nesterov(true), SGD::group([&b])];
    near(
        &descend(SGD::with_groups(groups, 0.1), [&a, &b]),
        [[0.8, 0.8], [0.64, 0.64], [0.512, 0.512]],
    );
}

#[test]
fn nesterov_in_a_group_with_dampening_is_not_refused() {
    let (a, b) = (one(), one());
    let groups = [
        SGD::group([&a]).nesterov(true).momentum(0.9).dampening(0.1),
        SGD::group([&b]),
    ];
    near(
        &descend(SGD::with_groups(groups, 0.1), [&a, &b]),
        [[0.62, 0.8], [0.23356001, 0.64], [-0.08718470, 0.512]],
    );
}

#[test]
fn a_state_with_nesterov_and_no_momentum_in_a_group_loads() {
    let make = || SGD::with_groups([SGD::group([one()]).nesterov(true)], 0.1);
    let state = make().state_dict();
    assert!(make().load_state_dict(&state).is_ok());
}

#[test]
fn the_sums_of_adagrad_begin_as_the_optimizer_says() {
    let (a, b) = (one(), one());
    let groups = [
        Adagrad::group([&a]).initial_accumulator_value(3.0),
        Adagrad::group([&b]),
    ];
    let mut optimizer = Adagrad::with_groups(groups, 0.1);
    (&a + &b).sum().backward();
    optimizer.step();
    assert_eq!(optimizer.state_dict()["state.0.sum"].item(), 1.0);
    assert!((a.item() - 0.9).abs() < 1e-6 && (b.item() - 0.9).abs() < 1e-6);

    let c = one();
    let mut optimizer = Adagrad::new([&c], 0.1).initial_accumulator_value(3.0);
    c.sum().backward();
    optimizer.step();
    assert_eq!(optimizer.state_dict()["state.0.sum"].item(), 4.0);
}

#[test]
fn biases_and_norms_are_spared_the_weight_decay_in_one_line() {
    let weights = [Tensor::ones([2, 3]), Tensor::ones([3, 3])].map(|w| w.requires_grad_(true));
    let biases = [Tensor::ones(2), Tensor::ones(3)].map(|b| b.requires_grad_(true));
    let parameters = [&weights[0], &biases[0], &weights[1], &biases[1]];
    let mut optimizer = AdamW::new(parameters, 0.1)
        .weight_decay(0.5)
        .regroup(|p| p.dim() < 2, |group| group.weight_decay(0.0));
    let ranks = optimizer.groups().iter().map(|group| {
        let parameters = group.parameters().iter();
        (
            group.get("weight_decay"),
            parameters.map(Tensor::dim).collect::<Vec<_>>(),
        )
    });
    assert_eq!(
        ranks.collect::<Vec<(Option<f64>, _)>>(),
        [(Some(0.5), vec![2, 2]), (Some(0.0), vec![1, 1])]
    );
    let sum: Tensor = parameters.into_iter().map(|p| (p * 0.0).sum()).sum();
    sum.backward();
    optimizer.step();
    assert!((weights[1].get(0).get(0).item() - 0.95).abs() < 1e-6);
    assert_eq!(biases[1].get(0).item(), 1.0);
}

#[test]
fn regrouping_none_or_all_leaves_no_empty_group() {
    let optimizer = |which: bool| SGD::new([one(), one()], 0.1).regroup(|_| which, |group| group.lr(0.5));
    let rates = |optimizer: SGD| {
        optimizer
            .groups()
            .iter()
            .map(|group| group.lr())
            .collect::<Vec<_>>()
    };
    assert_eq!(rates(optimizer(false)), [0.1]);
    assert_eq!(rates(optimizer(true)), [0.5]);
}
