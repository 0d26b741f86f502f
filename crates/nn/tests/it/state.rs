//! Saving and loading.

use autograd::with_dtype;
use expect_test::expect;
use nn::{DType, Forward, Linear, Module, ReLU, StateDict, Tensor, sequential};

use crate::lecture::myMultiLayerPerceptron;

#[test]
fn a_loaded_model_computes_the_same() {
    let (trained, fresh) = (
        myMultiLayerPerceptron::new(2, 1),
        myMultiLayerPerceptron::new(2, 1),
    );
    let x = Tensor::randn([5, 2]);
    assert_ne!(
        fresh.forward(&x).to_vec::<f32>(),
        trained.forward(&x).to_vec::<f32>()
    );
    let handle = &fresh.parameters()[0];
    fresh
        .load_state_dict(&trained.state_dict())
        .expect("the same architecture");
    assert_eq!(
        fresh.forward(&x).to_vec::<f32>(),
        trained.forward(&x).to_vec::<f32>()
    );
    assert!(
        handle.is_same(&fresh.parameters()[0]),
        "an optimizer would have lost its parameters"
    );
}

#[test]
fn a_state_is_a_snapshot() {
    let layer = Linear::new(2, 1);
    let state = layer.state_dict();
    let before = layer.weight.to_vec::<f32>();
    layer.weight.set_data(Tensor::ones([1, 2]));
    assert_eq!(state["weight"].to_vec::<f32>(), before);
    assert!(!state["weight"].requires_grad());
}

#[test]
fn everything_wrong_is_told_at_once_and_nothing_is_loaded() {
    let model = sequential![Linear::new(3, 2), ReLU, Linear::new(2, 1)];
    let before = model.state_dict();
    let state: StateDict = [
        ("0.weight", Tensor::zeros([3, 2])),
        ("0.bias", Tensor::zeros([2])),
        ("layers.0.bias", Tensor::zeros([2])),
    ]
    .into_iter()
    .collect();
    let error = model.load_state_dict(&state).expect_err("the state does not fit");
    expect!["the state does not fit Sequential, and nothing was loaded; missing: 2.weight, 2.bias; unexpected: layers.0.bias; 0.weight has shape [3, 2] in the state and [2, 3] in the module"]
        .assert_eq(&error.to_string());
    for (key, tensor) in before.iter() {
        assert_eq!(
            model.state_dict()[key].to_vec::<f32>(),
            tensor.to_vec::<f32>(),
            "{key}"
        );
    }
}

#[test]
fn elements_are_converted_to_the_modules_type() {
    let layer = with_dtype(DType::F64, || Linear::new(1, 1));
    let state: StateDict = [("weight", Tensor::from([[0.5]])), ("bias", Tensor::from([2.0]))]
        .into_iter()
        .collect();
    layer.load_state_dict(&state).expect("the shapes fit");
    assert_eq!(layer.weight.dtype(), DType::F64);
    assert_eq!(
        layer.forward(&Tensor::from([3.0]).to_dtype(DType::F64)).item(),
        3.5
    );
}

#[test]
fn frozen_parameters_are_not_counted() {
    let model = sequential![Linear::new(3, 2), Linear::new(2, 1)];
    assert_eq!(model.num_parameters(), 8 + 3);
    model.parameters()[0].requires_grad_(false);
    assert_eq!(model.num_parameters(), 2 + 3);
    model.requires_grad_(true);
    assert_eq!(model.num_parameters(), 8 + 3);
}
