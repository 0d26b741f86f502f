//! Layers that do not fit: who is named, what is said, and that nothing else happens.

use std::panic::{AssertUnwindSafe, catch_unwind};

use autograd::random::default_generator;
use autograd::{Error, Generator, with_generator};
use expect_test::{Expect, expect};
use nn::{
    Dropout, Example, Flatten, Forward, LayerError, Linear, Module, Parameter, ReLU, Sequential, Tanh,
    Tensor, Training, check_call, init, run_layer, sequential,
};

use crate::lecture::myMultiLayerPerceptron;

fn input_error(model: &dyn Forward, input: &dyn Example, expected: Expect) {
    let error = model.check_input(input).expect_err("the model must refuse");
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
        &[0; 0],
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
}

#[test]
fn the_giver_is_who_makes_the_size() {
    let same_sizes = sequential![Linear::new(8, 20), Linear::new(20, 20), ReLU, Linear::new(30, 1)];
    let error = same_sizes.check_input(&[2, 8]).expect_err("20 is not 30");
    assert!(error.to_string().ends_with("must be 30; 1 gives 20"), "{error}");

    let flattened = sequential![ReLU, Flatten::new(), Tanh, Linear::new(10, 1)];
    let error = flattened.check_input(&[2, 3, 4]).expect_err("12 is not 10");
    assert!(error.to_string().ends_with("must be 10; 1 gives 12"), "{error}");

    let branch = Branch {
        relu: ReLU,
        inner: sequential![Linear::new(2, 3)],
    };
    let after_a_users = sequential![branch, ReLU, Linear::new(4, 1)];
    let error = after_a_users.check_input(&[2, 2]).expect_err("3 is not 4");
    assert!(error.to_string().ends_with("must be 4; 0 gives 3"), "{error}");

    let kept = sequential![ReLU, Tanh, Linear::new(4, 1)];
    let error = kept.check_input(&[2, 5]).expect_err("5 is not 4");
    assert!(error.to_string().ends_with("must be 4"), "{error}");
}

#[test]
fn finding_the_giver_moves_no_stream() {
    let model = sequential![Linear::new(1, 4), Dropout::new(0.5), Linear::new(3, 1)];
    let x = Tensor::ones([2, 1]);
    let run = |f: &dyn Fn()| {
        let generator = Generator::new(3);
        with_generator(&generator, f);
        generator.get_state()
    };
    let failed = run(&|| drop(Error::catch(|| model.forward(&x))));
    let passed = run(&|| drop(sequential![Linear::new(1, 4), Dropout::new(0.5)].forward(&x)));
    let drawn_once = run(&|| drop(Dropout::new(0.5).forward(&Tensor::ones([2, 4]))));
    assert!(failed == drawn_once && failed != passed);
}

/// Looks up tokens, as an embedding does.
#[derive(Module)]
struct Tokens {
    table: Parameter,
    head: Sequential,
}

impl Forward for Tokens {
    fn forward(&self, tokens: &Tensor) -> Tensor {
        let rows = self.table.index_select(0, &tokens.reshape(-1));
        self.head
            .forward(&rows.reshape([tokens.shape()[0], tokens.shape()[1], 8]))
    }
}

#[test]
fn a_model_that_looks_up_tokens_is_checked_by_an_example() {
    let tokens = Tensor::from([[1, 2, 0], [3, 3, 3]]);
    let model = |features| Tokens {
        table: Parameter::new(Tensor::zeros([5, 8])),
        head: sequential![ReLU, Linear::new(features, 2)],
    };
    assert_eq!(model(8).check_input(&tokens).as_deref(), Ok(&[2, 3, 2][..]));
    input_error(
        &model(9),
        &tokens,
        expect![
            "head.1 (Linear(in_features=9, out_features=2, bias=True)): input has shape [2, 3, 8], and its last dimension must be 9"
        ],
    );
}

/// A layer with a state and two signatures of its own, as a recurrent one has.
#[derive(Module)]
struct Accumulate {
    size: usize,
}

impl Accumulate {
    #[track_caller]
    fn forward(&self, x: &Tensor) -> (Tensor, Tensor) {
        let zeros = Tensor::zeros(self.size);
        run_layer(self, &[x], || self.run(x, &zeros))
    }

    #[track_caller]
    fn forward_with(&self, x: &Tensor, state: &Tensor) -> (Tensor, Tensor) {
        run_layer(self, &[x, state], || self.run(x, state))
    }

    fn run(&self, x: &Tensor, state: &Tensor) -> Result<(Tensor, Tensor), LayerError> {
        for given in [x, state] {
            if given.shape().last() != Some(&self.size) {
                return Err(LayerError::size(given, -1, self.size));
            }
        }
        let sum = x.sum_dim(0, false) + state;
        Ok((x * &sum, sum))
    }
}

#[derive(Module)]
struct Recurrent {
    cell: Accumulate,
}

#[test]
fn refusing_works_for_any_signature() {
    let model = Recurrent {
        cell: Accumulate { size: 3 },
    };
    let (x, state) = (Tensor::ones([2, 3]), Tensor::ones(3));
    let (y, last) = model.cell.forward(&x);
    assert_eq!((y.shape(), last.to_vec::<f32>()), (&[2, 3][..], vec![2.0; 3]));
    assert!(check_call(&model, || model.cell.forward_with(&x, &state)).is_ok());
    let error = check_call(&model, || model.cell.forward_with(&x, &Tensor::ones(4))).unwrap_err();
    expect!["cell (Accumulate()): input has shape [4], and its last dimension must be 3"]
        .assert_eq(&error.to_string());
    assert_eq!(line_of(|| model.cell.forward_with(&x, &Tensor::ones(4))), line!());
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
    let (table, bags) = (nn::Embedding::options(3, 1), nn::EmbeddingBag::options(3, 1));
    assert_eq!(line_of(|| table.padding_idx(3).build()), line!());
    assert_eq!(line_of(|| bags.padding_idx(3).build()), line!());
}

/// The line that a second backward names for `record`.
fn recorded_line<R: std::borrow::Borrow<Tensor>>(record: impl FnOnce() -> R) -> String {
    let result = record();
    let loss = result.borrow().sum();
    loss.backward();
    let Err((error, _)) = Error::catch(|| loss.backward()) else {
        panic!("the saved values are gone")
    };
    error.to_string()
}

#[test]
fn what_layers_and_losses_record_is_at_the_users_line() {
    let x = Tensor::ones([2, 3]).requires_grad_(true);
    let (layer, boxed): (_, Box<dyn Forward>) = (Linear::new(3, 3), Box::new(Linear::new(3, 3)));
    let chain = sequential![Linear::new(3, 3), sequential![Tanh]];
    let cell = Accumulate { size: 3 };
    let target = Tensor::zeros([2, 3]);
    let cases: [(u32, &dyn Fn() -> Tensor); 8] = [
        (line!(), &|| layer.forward(&x)),
        (line!(), &|| boxed.forward(&x)),
        (line!(), &|| chain.forward(&x)),
        (line!(), &|| cell.forward(&x).0.square()),
        (line!(), &|| nn::mse_loss(&x, &target)),
        (line!(), &|| nn::HuberLoss::new().forward(&x, &target)),
        (line!(), &|| nn::cross_entropy(&x, &Tensor::from([0, 1]))),
        (line!(), &|| nn::binary_cross_entropy_with_logits(&x, &target)),
    ];
    for (line, record) in cases {
        let message = recorded_line(record);
        let place = format!("misfits.rs:{line}:");
        assert!(message.contains(&place), "{message}");
    }
}
