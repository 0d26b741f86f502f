//! Memory that is refused in the middle: a panic that says so at the user's line, and everything works as before.

use std::collections::BTreeSet;

use flambeau::StateDict;
use flambeau::nn::*;
use flambeau::prelude::*;

use crate::allocator::refusing;
use crate::catalogue::{self, Operation};
use crate::kept::Kept;
use crate::panics::caught;
use crate::rounds::rounds;

/// What comes of a request that is refused.
#[derive(PartialEq)]
enum Outcome {
    /// A panic.
    Refused,
    /// The same as ever: it could be done without.
    Done,
    /// There were not so many requests.
    NoneRefused,
}

/// Panics that were no refusals of memory, or did not name a line of the program and how many bytes were asked for.
#[derive(Default)]
struct Faults(BTreeSet<String>);

impl Drop for Faults {
    fn drop(&mut self) {
        assert!(self.0.is_empty(), "{:#?}", self.0);
    }
}

/// Runs `f` with request number `nth` refused.
fn refuse(nth: usize, what: &str, faults: &mut Faults, f: impl FnOnce()) -> Outcome {
    let (result, refused) = refusing(nth, || caught(f));
    match (result, refused) {
        (Ok(()), None) => Outcome::NoneRefused,
        (Ok(()), Some(_)) => Outcome::Done,
        (Err(panicked), Some(bytes)) => {
            let told = panicked
                .message
                .contains("bytes of memory, which the system does not give");
            if !told || !panicked.names_the_user() {
                faults
                    .0
                    .insert(format!("{what}, request {nth} of {bytes} bytes: {panicked:?}"));
            }
            Outcome::Refused
        }
        (Err(panicked), None) => panic!("{what}: {panicked:?} without a refusal"),
    }
}

/// Each request of every operation, forward and backward.
#[test]
fn every_operation_refuses_at_the_line_that_calls_it() {
    let mut rounds = rounds("refused operations", 1);
    // Nothing is kept, so that every array is a request.
    let _kept = Kept::at_most(0);
    let (mut refused, mut faults) = (0, Faults::default());
    for _ in rounds.by_ref() {
        for operation in catalogue::all() {
            refused += refuse_each(operation, [4, 3], &mut faults);
        }
        // So large that their operands are packed.
        for operation in catalogue::PRODUCTS {
            refused += refuse_each(*operation, [130, 70], &mut faults);
        }
    }
    assert!(refused > 900, "{refused}");
    rounds.tell(format_args!("{refused} refusals"));
}

/// Refuses each request of an operation, after each of which it is done as if nothing had been.
fn refuse_each((name, operation): Operation, shape: [usize; 2], faults: &mut Faults) -> usize {
    let x = (Tensor::rand(shape) * 0.9 + 0.1).requires_grad_(true);
    let there_and_back = || {
        x.zero_grad();
        operation(&x).sum().backward();
    };
    let grad = || x.grad().map(|grad| grad.to_vec::<f32>());
    there_and_back();
    let expected = grad();
    let mut refused = 0;
    for nth in 0.. {
        let outcome = refuse(nth, name, faults, there_and_back);
        if outcome == Outcome::Refused {
            refused += 1;
            there_and_back();
        }
        assert_eq!(grad(), expected, "{name}, after request {nth} was refused");
        if outcome == Outcome::NoneRefused {
            break;
        }
    }
    refused
}

/// Each request of a step of several kinds of training.
#[test]
fn a_step_after_a_refused_one_is_right() {
    type Make = fn() -> Training;
    let kinds: [(&str, Make); 4] = [
        ("multilayer perceptron", perceptron),
        ("convolutions", convolutions),
        ("embedding", embedding),
        ("double precision", || with_dtype(DType::F64, perceptron)),
    ];
    let mut rounds = rounds("refused steps", 1);
    // Nothing is kept, so that every array is a request.
    let _kept = Kept::at_most(0);
    let (mut refused, mut faults) = (0, Faults::default());
    for _ in rounds.by_ref() {
        for (name, make) in kinds {
            let mut training = make();
            for _ in 0..4 {
                refused += refuse_a_step(name, &mut training, &mut faults);
            }
        }
    }
    assert!(refused >= 1000, "{refused}");
    rounds.tell(format_args!("{refused} refusals"));
}

/// Refuses each request of the next step, after each of which the step is made as if nothing had been.
fn refuse_a_step(name: &str, training: &mut Training, faults: &mut Faults) -> usize {
    let before = training.save();
    training.step();
    let expected = training.parameters();
    let mut refused = 0;
    for nth in 0.. {
        training.load(&before);
        training.is_updating = false;
        let outcome = refuse(nth, name, faults, || training.step());
        if outcome == Outcome::Refused {
            refused += 1;
            // Forward and backward leave a model as it was, but for the running means of its norms; an optimizer may
            // have changed some parameters, and is set back.
            if training.is_updating || training.has_buffers {
                training.load(&before);
            }
            training.step();
        }
        assert_eq!(
            training.parameters(),
            expected,
            "{name}, after request {nth} was refused"
        );
        if outcome == Outcome::NoneRefused {
            break;
        }
    }
    refused
}

struct Training {
    model: Sequential,
    optimizer: Adam,
    x: Tensor,
    classes: Tensor,
    has_buffers: bool,
    /// Whether the optimizer is at work.
    is_updating: bool,
}

impl Training {
    fn new(model: Sequential, x: Tensor, classes: usize) -> Self {
        Self {
            optimizer: Adam::new(model.parameters(), 1e-2),
            classes: Tensor::randint(0, classes as i64, [x.len()]),
            x,
            has_buffers: model.to_string().contains("BatchNorm"),
            model,
            is_updating: false,
        }
    }

    fn step(&mut self) {
        self.optimizer.zero_grad();
        let loss = cross_entropy(&self.model.forward(&self.x), &self.classes);
        loss.backward();
        clip_grad_norm_(self.model.parameters(), 1.0);
        self.is_updating = true;
        self.optimizer.step();
    }

    fn save(&self) -> [StateDict; 2] {
        [self.model.state_dict(), self.optimizer.state_dict()]
    }

    fn load(&mut self, [model, optimizer]: &[StateDict; 2]) {
        self.model.load_state_dict(model).expect("its own");
        self.optimizer.load_state_dict(optimizer).expect("its own");
    }

    fn parameters(&self) -> Vec<Vec<f32>> {
        self.model
            .parameters()
            .iter()
            .map(|parameter| parameter.to_vec())
            .collect()
    }
}

fn perceptron() -> Training {
    manual_seed(1);
    let model = sequential![
        Linear::new(30, 40),
        LayerNorm::new(40),
        GELU::new(),
        Linear::new(40, 20),
        Tanh,
        Linear::new(20, 5)
    ];
    Training::new(model, Tensor::randn([20, 30]), 5)
}

fn convolutions() -> Training {
    manual_seed(2);
    let model = sequential![
        Conv2d::options(3, 8, 3).padding(1).build(),
        BatchNorm2d::new(8),
        ReLU,
        MaxPool2d::new(2),
        Conv2d::options(8, 8, 3).stride(2).groups(8).build(),
        AvgPool2d::new(2),
        Flatten::new(),
        Linear::new(8, 4)
    ];
    Training::new(model, Tensor::randn([3, 3, 10, 10]), 4)
}

fn embedding() -> Training {
    manual_seed(3);
    let model = sequential![
        Embedding::new(50, 16),
        RMSNorm::new(16),
        Flatten::new(),
        Linear::new(16 * 7, 3)
    ];
    Training::new(model, Tensor::randint(0, 50, [20, 7]), 3)
}
