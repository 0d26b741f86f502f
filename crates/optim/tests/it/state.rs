//! Saved state: an optimizer goes on where another stopped, or refuses.

use autograd::{DType, StateDict, Tensor};
use optim::{Adagrad, Adam, AdamW, Group, NAdam, Optimizer, RMSprop, SGD};

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
fn check<O: Optimizer>(make: impl Fn(&[Tensor; 2]) -> O) {
    let (whole, halves) = (parameters(), parameters());
    train(&mut make(&whole), &whole, 6);
    let mut first = make(&halves);
    train(&mut first, &halves, 3);
    let mut second = make(&halves);
    second.load_state_dict(&first.state_dict()).unwrap();
    train(&mut second, &halves, 3);
    for (a, b) in whole.iter().zip(&halves) {
        assert_eq!(a.to_vec::<f32>(), b.to_vec::<f32>());
    }
}

#[test]
fn training_continues_from_a_saved_state() {
    check(|p| SGD::new(p, 0.1));
    check(|p| SGD::new(p, 0.1).momentum(0.9).dampening(0.5));
    check(|p| Adam::new(p, 0.1).amsgrad(true));
    check(|p| AdamW::new(p, 0.1));
    check(|p| NAdam::new(p, 0.1).weight_decay(0.1));
    check(|p| RMSprop::new(p, 0.1).momentum(0.9).centered(true));
    check(|p| Adagrad::new(p, 0.1).lr_decay(0.1).initial_accumulator_value(0.5));
}

#[test]
fn a_state_has_pytorchs_names() {
    let p = parameters();
    let mut optimizer = Adam::new(&p, 0.1);
    train(&mut optimizer, &p, 2);
    let saved = optimizer.state_dict();
    assert_eq!(
        saved.keys().collect::<Vec<_>>(),
        [
            "state.0.step",
            "state.0.exp_avg",
            "state.0.exp_avg_sq",
            "state.1.step",
            "state.1.exp_avg",
            "state.1.exp_avg_sq"
        ]
    );
    let step = &saved["state.0.step"];
    assert_eq!((step.dtype(), step.rank(), step.item()), (DType::F64, 0, 2.0));
    let remarks = [
        ("amsgrad", "False"),
        ("betas", "(0.9, 0.999)"),
        ("decoupled_weight_decay", "False"),
        ("eps", "1e-08"),
        ("lr", "0.1"),
        ("maximize", "False"),
        ("params", "(0, 1)"),
        ("weight_decay", "0.0"),
    ];
    let groups = saved.strip_prefix("param_groups.0.");
    let groups = groups.metadata().iter().map(|(name, value)| (&**name, &**value));
    assert_eq!(groups.collect::<Vec<_>>(), remarks);
}

#[test]
fn without_momentum_there_is_nothing_to_keep() {
    let p = parameters();
    let mut optimizer = SGD::new(&p, 0.1);
    train(&mut optimizer, &p, 2);
    assert!(optimizer.state_dict().is_empty());
}

/// A state of `SGD` with momentum, after `change`.
fn changed(change: impl FnOnce(&mut StateDict)) -> StateDict {
    let p = parameters();
    let mut optimizer = SGD::new(&p, 0.5).momentum(0.9);
    train(&mut optimizer, &p, 2);
    let mut state = optimizer.state_dict();
    change(&mut state);
    state
}

/// The sentence with which an optimizer refuses a state, after checking that nothing has changed.
fn refusal(optimizer: &mut dyn Optimizer, state: &StateDict) -> String {
    let shown = |optimizer: &dyn Optimizer| {
        let state = optimizer.state_dict();
        let values: Vec<Vec<f64>> = state.values().map(Tensor::to_vec).collect();
        format!("{state} {values:?}")
    };
    let before = shown(optimizer);
    let error = optimizer.load_state_dict(state).unwrap_err();
    assert_eq!(shown(optimizer), before);
    let error = error.to_string();
    let rest = error.strip_prefix("SGD: the saved state does not fit: ");
    rest.unwrap_or_else(|| panic!("{error}")).to_owned()
}

#[test]
fn everything_that_does_not_fit_is_listed_and_nothing_is_changed() {
    let p = parameters();
    let mut optimizer = SGD::new(&p, 0.1).momentum(0.8);
    train(&mut optimizer, &p, 1);
    let cases = [
        (
            changed(|state| {
                state.remove("state.0.momentum_buffer");
                state.remove("state.1.momentum_buffer");
                state.metadata_mut().remove("param_groups.0.lr");
            }),
            "missing param_groups.0.lr, state.0.momentum_buffer, state.1.momentum_buffer",
        ),
        (
            changed(|state| {
                state.insert("state.0.exp_avg", Tensor::zeros(2));
                state.insert("state.2.momentum_buffer", Tensor::zeros(2));
                state
                    .metadata_mut()
                    .insert("param_groups.0.eps".into(), "1.0".into());
            }),
            "unexpected state.0.exp_avg, state.2.momentum_buffer, param_groups.0.eps",
        ),
        (
            changed(|state| {
                state.insert("state.1.momentum_buffer", Tensor::zeros([1, 2]));
                let options = state.metadata_mut();
                options.insert("param_groups.0.lr".into(), "-0.5".into());
                options.insert("param_groups.0.nesterov".into(), "0.5".into());
                options.insert("param_groups.0.momentum".into(), "much".into());
            }),
            "group 0: SGD: lr must be at least 0, but is -0.5; \
             param_groups.0.momentum: \"much\" is not a number, a word or a tuple as Python writes them; \
             group 0: SGD: nesterov must be True or False, but is 0.5; \
             state.1.momentum_buffer has shape [1, 2], and must have [1, 1]",
        ),
        (
            SGD::new([&p[0]], 0.1).state_dict(),
            "group 0 has parameters (0,), and (0, 1) here",
        ),
    ];
    for (state, sentence) in cases {
        assert_eq!(refusal(&mut optimizer, &state), sentence);
    }
}

#[test]
fn a_state_of_another_optimizer_or_of_other_groups_is_refused() {
    let p = parameters();
    let mut optimizer = SGD::new(&p, 0.1);
    let mut adam = Adam::new(&p, 0.1);
    train(&mut adam, &p, 1);
    let sentence = refusal(&mut optimizer, &adam.state_dict());
    assert!(
        sentence.starts_with("missing param_groups.0.momentum, param_groups.0.dampening"),
        "{sentence}"
    );
    assert!(
        sentence.contains("unexpected state.0.step, state.0.exp_avg"),
        "{sentence}"
    );
    let two = SGD::with_groups([SGD::group([&p[0]]), SGD::group([&p[1]])], 0.1);
    let sentence = refusal(&mut optimizer, &two.state_dict());
    assert!(sentence.contains("unexpected param_groups.1."), "{sentence}");
}

#[test]
fn a_state_without_a_list_of_its_entries_must_have_what_is_always_there() {
    let p = parameters();
    let mut optimizer = Adam::new(&p, 0.1);
    train(&mut optimizer, &p, 1);
    let mut state = optimizer.state_dict();
    state.metadata_mut().remove("state");
    optimizer.load_state_dict(&state).unwrap();
    state.remove("state.1.exp_avg");
    let error = optimizer.load_state_dict(&state).unwrap_err();
    assert_eq!(
        error.to_string(),
        "Adam: the saved state does not fit: missing state.1.exp_avg"
    );
}

#[test]
fn a_state_takes_the_element_type_of_its_parameter() {
    let double = Tensor::from([1.0, -2.0])
        .to_dtype(DType::F64)
        .detach()
        .requires_grad_(true);
    let single = Tensor::from([1.0, -2.0]).requires_grad_(true);
    let mut saved = SGD::new([&double], 0.1).momentum(0.9);
    double.square().sum().backward();
    saved.step();
    let mut optimizer = SGD::new([&single], 0.1);
    optimizer.load_state_dict(&saved.state_dict()).unwrap();
    single.square().sum().backward();
    optimizer.step();
    let buffer = &optimizer.state_dict()["state.0.momentum_buffer"];
    assert_eq!(buffer.dtype(), DType::F32);
}

#[test]
fn a_saved_state_does_not_change_with_the_optimizer() {
    let p = parameters();
    let mut optimizer = SGD::new(&p, 0.1).momentum(0.9);
    train(&mut optimizer, &p, 1);
    let saved = optimizer.state_dict();
    let before = saved["state.0.momentum_buffer"].to_vec::<f32>();
    train(&mut optimizer, &p, 1);
    assert_eq!(saved["state.0.momentum_buffer"].to_vec::<f32>(), before);
}

/// An optimizer of a user's, with no more than its groups.
struct Frozen(Vec<Group>);

impl Optimizer for Frozen {
    fn step(&mut self) {}

    fn groups(&self) -> &[Group] {
        &self.0
    }

    fn groups_mut(&mut self) -> &mut [Group] {
        &mut self.0
    }
}

#[test]
fn an_optimizer_of_ones_own_saves_its_groups() {
    let mut first: Box<dyn Optimizer> = Box::new(Frozen(vec![Group::new(parameters(), 0.1)]));
    first.groups_mut()[0].set_lr(1.0 / 3.0);
    let saved = first.state_dict();
    let mut second = Frozen(vec![Group::new(parameters(), 0.1)]);
    second.load_state_dict(&saved).unwrap();
    assert_eq!(second.groups()[0].lr(), 1.0 / 3.0);
    let error = second.load_state_dict(&StateDict::new()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "Group: the saved state does not fit: missing param_groups.0.lr, param_groups.0.params"
    );
}

#[test]
fn a_closure_records_its_gradients_and_its_loss_is_returned() {
    let p = parameters();
    let mut optimizer: Box<dyn Optimizer> = Box::new(SGD::new(&p, 0.5));
    let mut times = 0;
    let loss = autograd::no_grad(|| {
        optimizer.step_with(&mut || {
            times += 1;
            let loss = p[0].square().sum() + p[1].square().sum();
            loss.backward();
            loss
        })
    });
    assert_eq!((times, loss.item()), (1, 5.25));
    assert_eq!(p[0].to_vec::<f32>(), [0.0, 0.0]);
}

#[test]
fn a_state_of_adam_without_an_average_or_with_no_count_is_refused() {
    let w = Tensor::from([1.0, 2.0]).requires_grad_(true);
    let mut optimizer = Adam::new([&w], 0.1);
    w.sum().backward();
    optimizer.step();
    let saved = optimizer.state_dict();

    let mut lacking = StateDict::new();
    lacking.metadata_mut().extend(saved.metadata().clone());
    for (name, tensor) in saved.iter().filter(|(name, _)| *name != "state.0.exp_avg") {
        lacking.insert(name, tensor.clone());
    }
    let error = optimizer.load_state_dict(&lacking).unwrap_err().to_string();
    assert_eq!(
        error,
        "Adam: the saved state does not fit: missing state.0.exp_avg"
    );

    for step in [u64::MAX as f64, -1.0, f64::NAN, f64::INFINITY] {
        let mut state = saved.clone();
        state.insert("state.0.step", Tensor::from_vec(vec![step], ()));
        let error = optimizer.load_state_dict(&state).unwrap_err().to_string();
        let sentence = format!("state.0.step is {step}, and must be a number from 0 to 2^53");
        assert!(error.ends_with(&sentence), "{error}");
    }
    assert_eq!(optimizer.state_dict()["state.0.step"].item(), 1.0);
}
