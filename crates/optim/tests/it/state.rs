//! Saved state: an optimizer goes on where another stopped, or refuses.

use autograd::Tensor;
use optim::{Adagrad, Adam, AdamW, Optimizer, OptimizerState, RMSprop, SGD, group};

fn parameters() -> [Tensor; 2] {
    [Tensor::from([1.0, -2.0]), Tensor::from([[0.5]])].map(|p| p.requires_grad_(true))
}

fn train(optimizer: &mut dyn Optimizer, [a, b]: &[Tensor; 2], steps: usize) {
    for _ in 0..steps {
        optimizer.zero_grad();
        (a.square().sum() + b.square().sum()).backward();
        optimizer.step();
    }
}

/// Trains, saves and loads in between, and compares with training in one go.
fn check<O: Optimizer>(
    make: impl Fn(&[Tensor; 2]) -> O,
    save: impl Fn(&O) -> OptimizerState,
    load: impl Fn(&mut O, &OptimizerState),
) {
    let (whole, halves) = (parameters(), parameters());
    train(&mut make(&whole), &whole, 6);
    let mut first = make(&halves);
    train(&mut first, &halves, 3);
    let mut second = make(&halves);
    load(&mut second, &save(&first));
    train(&mut second, &halves, 3);
    for (a, b) in whole.iter().zip(&halves) {
        assert_eq!(a.to_vec::<f32>(), b.to_vec::<f32>());
    }
}

#[test]
fn training_continues_from_a_saved_state() {
    macro_rules! check {
        ($make:expr) => {
            check(
                $make,
                |o| o.state_dict(),
                |o, state| o.load_state_dict(state).unwrap(),
            )
        };
    }
    check!(|p: &[Tensor; 2]| SGD::new(p, 0.1).momentum(0.9).dampening(0.5));
    check!(|p: &[Tensor; 2]| Adam::new(p, 0.1).amsgrad(true));
    check!(|p: &[Tensor; 2]| AdamW::new(p, 0.1));
    check!(|p: &[Tensor; 2]| RMSprop::new(p, 0.1).momentum(0.9).centered(true));
    check!(|p: &[Tensor; 2]| Adagrad::new(p, 0.1).lr_decay(0.1).initial_accumulator_value(0.5));
}

#[test]
fn without_momentum_there_is_nothing_to_keep() {
    let p = parameters();
    let mut optimizer = SGD::new(&p, 0.1);
    train(&mut optimizer, &p, 2);
    let saved = optimizer.state_dict();
    assert!(saved.state.is_empty());
    assert_eq!(saved.groups[0].parameters, [0, 1]);
}

#[test]
fn a_state_of_another_optimizer_is_refused_and_changes_nothing() {
    let p = parameters();
    let mut optimizer = SGD::new(&p, 0.1).momentum(0.9);
    let before = optimizer.to_string();
    let two = SGD::with_groups([group([&p[0]]), group([&p[1]])], 0.1).state_dict();
    let mut adam = Adam::new(&p, 0.1);
    train(&mut adam, &p, 1);
    let reversed = {
        let mut optimizer = SGD::new([&p[1], &p[0]], 0.5).momentum(0.9);
        train(&mut optimizer, &p, 1);
        optimizer.state_dict()
    };
    for (state, sentence) in [
        (
            two,
            "its groups have [1, 1] parameters, those of the optimizer [2]",
        ),
        (adam.state_dict(), "there is no option amsgrad; the options are"),
        (
            reversed,
            "parameter 0: its momentum_buffer has shape [1, 1], the parameter [2]",
        ),
    ] {
        let error = optimizer.load_state_dict(&state).unwrap_err().to_string();
        assert!(
            error.starts_with("SGD: the saved state does not fit: ") && error.contains(sentence),
            "{error}"
        );
        assert_eq!(optimizer.to_string(), before);
    }
}
