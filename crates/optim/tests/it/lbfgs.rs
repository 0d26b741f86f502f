//! The optimizer that evaluates the loss several times in a step.

use autograd::{Error, StateDict, Tensor};
use optim::{LBFGS, LineSearch, Optimizer};

/// Two parameters in Rosenbrock's valley.
struct Valley(Tensor, Tensor);

impl Valley {
    fn new() -> Self {
        Self(
            Tensor::from(-1.5_f64).requires_grad_(true),
            Tensor::from([2.0_f64]).requires_grad_(true),
        )
    }

    fn loss(&self) -> Tensor {
        let Valley(x, y) = self;
        x.zero_grad();
        y.zero_grad();
        let loss = (1.0 - x).square() + 5.0 * (y - x.square()).square().sum();
        loss.backward();
        loss
    }

    fn optimizer(&self) -> LBFGS {
        LBFGS::new([&self.0, &self.1], 0.5).max_iter(4).history_size(3)
    }

    fn place(&self) -> (f64, f64) {
        (self.0.item(), self.1.item())
    }
}

#[test]
fn a_saved_run_goes_on() {
    let valley = Valley::new();
    let mut optimizer = valley.optimizer();
    (0..3).for_each(|_| drop(optimizer.step_with(&mut || valley.loss())));
    let (state, saved) = (optimizer.state_dict(), valley.place());
    (0..2).for_each(|_| drop(optimizer.step_with(&mut || valley.loss())));

    let other = Valley::new();
    other.0.set_data(Tensor::from(saved.0));
    other.1.set_data(Tensor::from([saved.1]));
    let mut optimizer = other.optimizer();
    optimizer.load_state_dict(&state).unwrap();
    (0..2).for_each(|_| drop(optimizer.step_with(&mut || other.loss())));
    assert_eq!(other.place(), valley.place());
}

#[test]
fn a_state_of_other_parameters_is_refused() {
    let valley = Valley::new();
    let mut optimizer = valley.optimizer();
    optimizer.step_with(&mut || valley.loss());
    let mut state: StateDict = optimizer.state_dict();
    state.insert("state.0.d", Tensor::zeros([1, 3]));
    let refusal = optimizer.load_state_dict(&state).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "LBFGS: the saved state does not fit: state.0.d has shape [1, 3], and the parameters have 2 elements"
    );
}

#[test]
fn climbing_is_descending_from_below() {
    let x = Tensor::from([3.0]).requires_grad_(true);
    let mut optimizer = LBFGS::new([&x], 1.0)
        .line_search_fn(LineSearch::StrongWolfe)
        .maximize(true);
    let loss = optimizer.step_with(&mut || {
        x.zero_grad();
        let loss = -(&x - 1.0).square().sum();
        loss.backward();
        loss
    });
    assert_eq!(loss.item(), -4.0);
    assert!((x.item() - 1.0).abs() < 1e-5);
}

#[test]
fn a_step_without_a_closure_is_refused() {
    let valley = Valley::new();
    let refusal = Error::catch(|| valley.optimizer().step()).unwrap_err().0;
    assert!(refusal.to_string().contains("call step_with"), "{refusal}");
}
