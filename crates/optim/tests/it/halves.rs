//! Parameters in half precision: every optimizer descends, and rounds parameters and states once in a step.

use autograd::{DType, Tensor};
use optim::{
    ASGD, Adadelta, Adafactor, Adagrad, Adam, AdamW, Adamax, LBFGS, Muon, NAdam, Optimizer, RAdam, RMSprop,
    Rprop, SGD,
};

/// Twenty steps down a bowl: the loss must have fallen by a half.
#[track_caller]
fn descends<O: Optimizer>(make: impl Fn([&Tensor; 1]) -> O) {
    for dtype in [DType::F16, DType::BF16] {
        let w = Tensor::from([[1.0, -2.0], [0.5, 1.5]])
            .to_dtype(dtype)
            .requires_grad_(true);
        let mut optimizer = make([&w]);
        let loss = || w.square().sum();
        let first = loss().item();
        for _ in 0..20 {
            optimizer.step_with(&mut || {
                w.zero_grad();
                let loss = loss();
                loss.backward();
                loss
            });
        }
        assert_eq!(w.dtype(), dtype);
        let last = loss().item();
        assert!(last < first / 2.0, "{dtype}: from {first} to {last}");
        let state = optimizer.state_dict();
        let kept = state.values().filter(|kept| kept.shape() == w.shape());
        assert!(kept.into_iter().all(|kept| kept.dtype() == dtype));
        optimizer.load_state_dict(&state).unwrap();
    }
}

#[test]
fn every_optimizer_descends() {
    descends(|w| SGD::new(w, 0.1));
    descends(|w| SGD::new(w, 0.02).momentum(0.9).nesterov(true));
    descends(|w| Adam::new(w, 0.1));
    descends(|w| AdamW::new(w, 0.1).amsgrad(true));
    descends(|w| NAdam::new(w, 0.1));
    descends(|w| RAdam::new(w, 0.2));
    descends(|w| Adamax::new(w, 0.1));
    descends(|w| RMSprop::new(w, 0.05));
    descends(|w| Adagrad::new(w, 0.3));
    descends(|w| Adadelta::new(w, 1.0).eps(1e-2));
    descends(|w| ASGD::new(w, 0.1));
    descends(|w| Rprop::new(w, 0.1));
    descends(|w| Adafactor::new(w, 0.2));
    descends(|w| Muon::new(w, 0.1));
    descends(|w| LBFGS::new(w, 0.1));
}

/// PyTorch 2.15's figures of Adam and SGD with momentum after three steps, within a rounding of the last bit.
#[test]
fn halves_go_as_in_pytorch() {
    let start = || {
        Tensor::from([1.0, -2.0, 0.37, 3.3])
            .to_dtype(DType::BF16)
            .requires_grad_(true)
    };
    let descend = |w: &Tensor, optimizer: &mut dyn Optimizer| {
        for _ in 0..3 {
            optimizer.zero_grad();
            (w * w).sum().backward();
            optimizer.step();
        }
        w.to_vec::<f64>()
    };
    let w = start();
    let sgd = descend(&w, &mut SGD::new([&w], 0.05).momentum(0.5));
    let w = start();
    let adam = descend(&w, &mut Adam::new([&w], 0.05));
    for (got, want) in sgd.iter().chain(&adam).zip([
        0.61328125,
        -1.2265625,
        0.2275390625,
        2.015625,
        0.84765625,
        -1.859375,
        0.220703125,
        3.15625,
    ]) {
        assert!((got - want).abs() <= want.abs() / 128.0, "{got}, not {want}");
    }
}
