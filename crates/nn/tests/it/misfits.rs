//! Layers that do not fit: who is named, what is said, and that nothing else happens.

use std::panic::{AssertUnwindSafe, catch_unwind};

use autograd::Error;
use autograd::random::default_generator;
use expect_test::{Expect, expect};
use nn::{Forward, Linear, Module, ReLU, Sequential, Tensor, Training, init, sequential};

use crate::lecture::myMultiLayerPerceptron;

fn input_error(model: &dyn Forward, shape: &[usize], expected: Expect) {
    let error = model.check_input(shape).expect_err("the model must refuse");
    expected.assert_eq(&error.to_string());
}

/// The message of the panic of `f`.
fn panic_message(f: impl FnOnce()) -> String {
    let payload = catch_unwind(AssertUnwindSafe(f)).expect_err("it must panic");
    match payload.downcast::<String>() {
        Ok(message) => *message,
        Err(payload) => (*payload.downcast::<&str>().expect("a panic has a message")).to_owned(),
    }
}

#[test]
fn the_quiz_is_answered_with_the_whole_path() {
    let wrong = myMultiLayerPerceptron::quiz_1(1, 1);
    input_error(
        &wrong,
        &[10, 1],
        expect![
            "sequential.4 (Linear(in_features=20, out_features=30, bias=True)): input has shape [10, 30], and its last dimension must be 20; sequential.2 gives 30"
        ],
    );
    let right = myMultiLayerPerceptron::quiz_2(1, 1);
    assert_eq!(right.check_input(&[10, 1]).as_deref(), Ok(&[10, 1][..]));
}

#[test]
fn the_quiz_is_answered_before_there_is_an_input() {
    let wrong = myMultiLayerPerceptron::quiz_1(1, 1);
    expect!["sequential.4 (Linear(in_features=20, out_features=30, bias=True)): the last dimension of its input must be 20; sequential.2 gives 30"]
        .assert_eq(&wrong.check_layers().unwrap_err().to_string());
    assert_eq!(myMultiLayerPerceptron::quiz_2(1, 1).check_layers(), Ok(()));
}

#[test]
fn a_wrong_chain_panics_when_it_runs() {
    let wrong = myMultiLayerPerceptron::quiz_1(1, 1);
    let message = panic_message(|| drop(wrong.forward(&Tensor::zeros([2, 1]))));
    expect!["4 (Linear(in_features=20, out_features=30, bias=True)): input has shape [2, 30], and its last dimension must be 20; 2 gives 30"]
        .assert_eq(&message);
}

#[test]
fn the_first_layer_has_nobody_before_it() {
    input_error(
        &myMultiLayerPerceptron::new(1, 1),
        &[2, 2],
        expect![
            "sequential.0 (Linear(in_features=1, out_features=20, bias=True)): input has shape [2, 2], and its last dimension must be 1"
        ],
    );
    input_error(
        &Linear::new(3, 2),
        &[],
        expect![
            "Linear(in_features=3, out_features=2, bias=True): input has shape [], and its last dimension must be 3"
        ],
    );
}

#[test]
fn chains_in_chains_have_one_path() {
    let model = sequential![
        body: sequential![Linear::new(1, 5), ReLU],
        head: sequential![act: ReLU, fc: Linear::new(4, 1)],
    ];
    input_error(
        &model,
        &[7, 1],
        expect![
            "head.fc (Linear(in_features=4, out_features=1, bias=True)): input has shape [7, 5], and its last dimension must be 4; body.0 gives 5"
        ],
    );
    expect!["head.fc (Linear(in_features=4, out_features=1, bias=True)): the last dimension of its input must be 4; body.0 gives 5"]
        .assert_eq(&model.check_layers().unwrap_err().to_string());
}

/// A module of the user's between chains, whose effect on sizes is not known.
#[derive(Module)]
struct Branch {
    relu: ReLU,
    inner: Sequential,
}

impl Forward for Branch {
    fn forward(&self, x: &Tensor) -> Tensor {
        self.inner.forward(&self.relu.forward(x))
    }
}

#[test]
fn modules_of_the_user_have_their_place_in_the_path() {
    let branch = Branch {
        relu: ReLU,
        inner: sequential![Linear::new(2, 3), Linear::new(4, 1)],
    };
    let model = sequential![Linear::new(1, 2), branch];
    input_error(
        &model,
        &[7, 1],
        expect![
            "1.inner.1 (Linear(in_features=4, out_features=1, bias=True)): input has shape [7, 3], and its last dimension must be 4; 1.inner.0 gives 3"
        ],
    );
}

#[derive(Module)]
struct Mistaken;

impl Forward for Mistaken {
    fn forward(&self, x: &Tensor) -> Tensor {
        x + Tensor::zeros([3])
    }
}

#[test]
fn an_operation_of_the_user_is_named_by_its_line() {
    let error = Mistaken
        .check_input(&[2, 2])
        .expect_err("[2, 2] + [3] does not broadcast")
        .to_string();
    assert!(
        error.starts_with("Mistaken: ") && error.contains("misfits.rs:"),
        "{error}"
    );
}

#[derive(Module)]
struct Noise {
    training: Training,
}

impl Forward for Noise {
    fn forward(&self, x: &Tensor) -> Tensor {
        assert!(!self.training.get(), "a check is an evaluation");
        x + Tensor::randn(x.shape())
    }
}

#[test]
fn a_check_leaves_no_trace() {
    let noise = Noise {
        training: Training::default(),
    };
    let before = default_generator().get_state();
    assert!(noise.check_input(&[4]).is_ok());
    assert!(
        default_generator().get_state() == before,
        "the random stream has moved"
    );
    assert!(noise.training.get(), "the mode has changed");
}

#[test]
fn other_panics_pass_through_a_check() {
    #[derive(Module)]
    struct Broken;
    impl Forward for Broken {
        fn forward(&self, _: &Tensor) -> Tensor {
            panic!("not about layers")
        }
    }
    assert_eq!(
        panic_message(|| drop(Broken.check_input(&[1]))),
        "not about layers"
    );
    assert!(Training::default().get(), "the check has not ended");
}

#[test]
fn types_that_differ_are_refused() {
    let message =
        panic_message(|| drop(Linear::new(3, 2).forward(&Tensor::zeros([2, 3]).to_dtype(nn::DType::F64))));
    expect!["Linear(in_features=3, out_features=2, bias=True): input is float64, and the weight is float32: convert one of them"]
        .assert_eq(&message);
}

/// The line of this file that `refuse` is told to have raised its error at.
fn line_of<R>(refuse: impl FnOnce() -> R) -> u32 {
    let Err((_, location)) = Error::catch(refuse) else {
        panic!("it must refuse")
    };
    assert!(location.file().ends_with("misfits.rs"), "{location}");
    location.line()
}

#[test]
fn the_line_of_a_panic_is_the_users() {
    let (layer, chain) = (Linear::new(3, 2), sequential![ReLU, Linear::new(3, 2)]);
    let boxed: Box<dyn Forward> = Box::new(Linear::new(3, 2));
    let x = Tensor::zeros([1, 4]);
    assert_eq!(line_of(|| layer.forward(&x)), line!());
    assert_eq!(line_of(|| chain.forward(&x)), line!());
    assert_eq!(line_of(|| boxed.forward(&x)), line!());
    assert_eq!(line_of(|| nn::mse_loss(&x, &Tensor::zeros(3))), line!());
    assert_eq!(line_of(|| nn::cross_entropy(&x, &Tensor::from([7]))), line!());
    assert_eq!(line_of(|| init::normal_(&layer.weight, 0.0, -1.0)), line!());
}
