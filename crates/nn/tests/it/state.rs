//! Saving and loading.

use autograd::with_dtype;
use expect_test::expect;
use nn::{DType, Forward, Linear, LoadOptions, Module, ReLU, StateDict, Tensor, sequential};

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

#[test]
fn names_are_stripped_renamed_and_left_alone() {
    let model = sequential![Linear::new(2, 1), Linear::new(1, 1)];
    let kept = model.state_dict();
    let state = StateDict::from_iter([
        ("module.fc.weight", Tensor::ones([1, 2])),
        ("module.fc.bias", Tensor::ones(1)),
        ("other", Tensor::ones(1)),
    ]);
    let options = || {
        LoadOptions::new()
            .strip_prefix("module.")
            .rename(|name| name.replace("fc", "0"))
    };
    let error = model
        .load_state_dict_with(&state, &options())
        .expect_err("it is strict");
    assert_eq!(error.missing, ["1.weight", "1.bias"]);
    assert_eq!(error.unexpected, ["other"]);
    let left = model
        .load_state_dict_with(&state, &options().strict(false))
        .expect("all shapes fit");
    assert_eq!((left.missing, left.unexpected), (error.missing, error.unexpected));
    assert_eq!(model.state_dict()["0.weight"].to_vec::<f32>(), [1.0, 1.0]);
    assert_eq!(
        model.state_dict()["1.weight"].to_vec::<f32>(),
        kept["1.weight"].to_vec::<f32>()
    );

    let one = LoadOptions::new().strict(false).rename(|_| "0.bias".to_owned());
    let error = model
        .load_state_dict_with(&state, &one)
        .expect_err("two tensors for one");
    assert_eq!(error.ambiguous, ["0.bias", "0.bias"]);
}

#[test]
fn a_misspelt_name_is_told_with_the_one_meant() {
    let state = StateDict::from_iter([("weigth", Tensor::ones([1, 2])), ("bias", Tensor::ones(1))]);
    let error = Linear::new(2, 1)
        .load_state_dict(&state)
        .expect_err("it is misspelt");
    expect!["the state does not fit Linear, and nothing was loaded; missing: weight (the state has weigth); unexpected: weigth (the module lacks weight)"]
        .assert_eq(&error.to_string());
}

#[test]
fn element_types_are_taken_over_when_asked() {
    let model = sequential![Linear::new(2, 1)];
    let handle = model.parameters()[0].tied();
    let state: StateDict = model
        .state_dict()
        .into_iter()
        .map(|(name, tensor)| (name, tensor.to_dtype(DType::F64)))
        .collect();
    model
        .load_state_dict_with(&state, &LoadOptions::new().assign(true))
        .expect("it fits");
    assert_eq!((handle.dtype(), handle.requires_grad()), (DType::F64, true));
    let x = Tensor::ones([3, 2]).to_dtype(DType::F64);
    model.forward(&x).sum().backward();
    let grad = handle.grad().expect("it was trained");
    assert_eq!((grad.dtype(), grad.to_vec::<f64>()), (DType::F64, vec![3.0, 3.0]));

    let integers = StateDict::from_iter([
        ("0.weight", Tensor::from([[1_i64, 2]])),
        ("0.bias", Tensor::from([3_i64])),
    ]);
    model
        .load_state_dict_with(&integers, &LoadOptions::new().assign(true))
        .expect("it fits");
    assert_eq!(
        (handle.dtype(), handle.to_vec::<f64>()),
        (DType::F64, vec![1.0, 2.0])
    );
}

#[test]
fn a_tied_tensor_need_be_there_once() {
    let (first, mut second) = (Linear::new(2, 2), Linear::new(2, 2));
    second.weight = first.weight.tied();
    let model = sequential![first, second];
    let mut state = model.state_dict();
    state.remove("1.weight");
    state.insert("0.weight", Tensor::ones([2, 2]));
    model
        .load_state_dict(&state)
        .expect("the tied weight is there under its first name");
    assert_eq!(model.state_dict()["1.weight"].to_vec::<f32>(), [1.0; 4]);
}
