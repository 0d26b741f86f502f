//! Options: which are refused, and how they are printed.

use autograd::{Error, Tensor};
use optim::{Adagrad, Adam, AdamW, Group, Optimizer, RMSprop, SGD};

fn parameter() -> Tensor {
    Tensor::zeros(2).requires_grad_(true)
}

/// The sentence with which `f` refuses, after checking that it blames a line of this file.
fn refusal<T>(f: impl FnOnce() -> T) -> String {
    let Err((error, line)) = Error::catch(f) else {
        panic!("it was not refused")
    };
    assert!(line.file().ends_with("options.rs"), "{error} at {line}");
    error.to_string()
}

#[test]
fn values_outside_the_limits_of_sgd_are_refused() {
    let p = || [parameter()];
    let refused = [
        (
            refusal(|| SGD::new(p(), -0.1)),
            "SGD: lr must be at least 0, but is -0.1",
        ),
        (
            refusal(|| SGD::new(p(), f64::NAN)),
            "SGD: lr must be at least 0, but is nan",
        ),
        (
            refusal(|| SGD::new(p(), 0.1).momentum(-0.5)),
            "SGD: momentum must be at least 0, but is -0.5",
        ),
        (
            refusal(|| SGD::new(p(), 0.1).weight_decay(-1.0)),
            "SGD: weight_decay must be at least 0, but is -1.0",
        ),
        (
            refusal(|| SGD::new(p(), 0.1).nesterov(true)),
            "SGD: nesterov needs a momentum above 0 and a dampening of 0, but they are 0 and 0",
        ),
        (
            refusal(|| SGD::new(p(), 0.1).momentum(0.9).nesterov(true).dampening(0.1)),
            "SGD: nesterov needs a momentum above 0 and a dampening of 0, but they are 0.9 and 0.1",
        ),
        (
            refusal(|| SGD::group(p()).weight_decay(-1.0)),
            "SGD: weight_decay must be at least 0, but is -1.0",
        ),
        (
            refusal(|| SGD::group(p()).lr(-1.0)),
            "SGD: lr must be at least 0, but is -1.0",
        ),
    ];
    for (got, want) in refused {
        assert_eq!(got, want);
    }
}

#[test]
fn values_outside_the_limits_of_the_others_are_refused() {
    let p = || [parameter()];
    let refused = [
        (
            refusal(|| Adam::new(p(), -1.0)),
            "Adam: lr must be at least 0, but is -1.0",
        ),
        (
            refusal(|| Adam::new(p(), 0.1).betas((1.0, 0.9))),
            "Adam: betas must be at least 0 and less than 1, but is (1.0, 0.9)",
        ),
        (
            refusal(|| Adam::new(p(), 0.1).betas((0.9, 1.5))),
            "Adam: betas must be at least 0 and less than 1, but is (0.9, 1.5)",
        ),
        (
            refusal(|| Adam::new(p(), 0.1).eps(-1e-8)),
            "Adam: eps must be at least 0, but is -1e-08",
        ),
        (
            refusal(|| AdamW::new(p(), 0.1).weight_decay(-0.1)),
            "AdamW: weight_decay must be at least 0, but is -0.1",
        ),
        (
            refusal(|| RMSprop::new(p(), 0.1).alpha(-0.5)),
            "RMSprop: alpha must be at least 0, but is -0.5",
        ),
        (
            refusal(|| RMSprop::new(p(), 0.1).momentum(-1.0)),
            "RMSprop: momentum must be at least 0, but is -1.0",
        ),
        (
            refusal(|| Adagrad::new(p(), 0.1).lr_decay(-1.0)),
            "Adagrad: lr_decay must be at least 0, but is -1.0",
        ),
        (
            refusal(|| Adagrad::new(p(), 0.1).initial_accumulator_value(-0.5)),
            "Adagrad: initial_accumulator_value must be at least 0, but is -0.5",
        ),
    ];
    for (got, want) in refused {
        assert_eq!(got, want);
    }
}

#[test]
fn parameters_that_cannot_be_updated_are_refused() {
    let none: [Tensor; 0] = [];
    assert_eq!(
        refusal(|| SGD::new(none, 0.1)),
        "SGD: there are no parameters to optimize"
    );
    assert_eq!(
        refusal(|| SGD::with_groups([], 0.1)),
        "SGD: there are no parameters to optimize"
    );
    let result = parameter() * 2.0;
    assert!(
        refusal(|| SGD::new([&result], 0.1)).starts_with("SGD: parameter 0 is the result of an operation")
    );
    let plain = Tensor::zeros(2);
    assert!(refusal(|| SGD::new([&plain], 0.1)).starts_with("SGD: parameter 0 is a plain value"));
    let (p, q) = (parameter(), parameter());
    let twice = "SGD: parameters 0 and 2 are the same tensor, which would be updated twice in one step";
    assert_eq!(refusal(|| SGD::new([&p, &q, &p], 0.1)), twice);
    assert_eq!(
        refusal(|| SGD::with_groups([SGD::group([&p, &q]), SGD::group([&p])], 0.1)),
        twice
    );
    refusal(|| Group::new([&plain], 0.1));
}

#[test]
fn options_can_be_changed_between_steps() {
    let mut optimizer = Adam::new([parameter()], 0.1);
    let group = &mut optimizer.groups_mut()[0];
    group.set("betas", (0.8, 0.9));
    group.set("amsgrad", true);
    group.set("eps", 0);
    assert_eq!(group.get("betas"), Some((0.8, 0.9)));
    assert_eq!((group.get("amsgrad"), group.get("eps")), (Some(true), Some(0.0)));
    assert_eq!(group.get::<f64>("momentum"), None);
    assert_eq!(group.get::<f64>("betas"), None);
    assert_eq!(
        refusal(|| group.set("betas", 0.9)),
        "Adam: betas must be a pair, but is 0.9"
    );
    assert_eq!(
        refusal(|| group.set("momentum", 0.9)),
        "Adam: there is no option momentum; the options are lr, betas, eps, weight_decay, amsgrad, maximize, \
         decoupled_weight_decay"
    );
    refusal(|| group.set_lr(-1.0));
}

#[test]
fn a_groups_own_option_wins_over_the_optimizers() {
    let groups = [SGD::group([parameter()]).momentum(0.5), SGD::group([parameter()])];
    let optimizer = SGD::with_groups(groups, 0.1).momentum(0.9);
    let momenta = optimizer.groups().iter().map(|group| group.get("momentum"));
    assert_eq!(momenta.collect::<Vec<_>>(), [Some(0.5), Some(0.9)]);
}

#[test]
fn a_group_that_comes_later_has_the_options_that_the_optimizer_was_made_with() {
    let (first, second) = (parameter(), parameter());
    let mut optimizer = SGD::new([&first], 0.5).momentum(0.9);
    optimizer.groups_mut()[0].set_lr(0.1);
    optimizer.add_param_group(SGD::group([&second]).weight_decay(0.25));
    let group = &optimizer.groups()[1];
    assert_eq!((group.lr(), group.get("momentum")), (0.5, Some(0.9)));
    second.set_grad(Some(Tensor::ones(2)));
    optimizer.step();
    assert_eq!(second.to_vec::<f32>(), [-0.5; 2]);
    assert_eq!(
        refusal(|| optimizer.add_param_group(SGD::group([&first]))),
        "SGD: parameters 0 and 2 are the same tensor, which would be updated twice in one step"
    );
    assert_eq!(optimizer.groups().len(), 2);
}

#[test]
fn printing_lists_options_by_name() {
    let groups = [
        SGD::group([parameter()]),
        SGD::group([parameter()]).lr(1.0).nesterov(true).momentum(0.9),
    ];
    let optimizer = SGD::with_groups(groups, 1e-3);
    let expected = "SGD (
Parameter Group 0
    dampening: 0
    lr: 0.001
    maximize: False
    momentum: 0
    nesterov: False
    weight_decay: 0
Parameter Group 1
    dampening: 0
    lr: 1.0
    maximize: False
    momentum: 0.9
    nesterov: True
    weight_decay: 0
)";
    assert_eq!(optimizer.to_string(), expected);
    assert!(
        Adam::new([parameter()], 0.1)
            .to_string()
            .contains("\n    betas: (0.9, 0.999)\n    decoupled_weight_decay: False\n    eps: 1e-08\n")
    );
}
