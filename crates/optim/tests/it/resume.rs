//! Schedules go on where they were: in every epoch, from a state that went through strings.

use autograd::{StateDict, Tensor};
use optim::scheduler::{
    ConstantLR, CosineAnnealingLR, ExponentialLR, LambdaLR, LinearLR, MultiStepLR, OneCycleLR, PolynomialLR,
    ReduceLROnPlateau, Schedule, SequentialLR, StepLR,
};
use optim::{Adam, Optimizer, SGD};

const EPOCHS: usize = 12;

fn optimizer() -> SGD {
    SGD::new([Tensor::zeros(1).requires_grad_(true)], 0.1).momentum(0.9)
}

/// The learning rate and the momentum.
fn rates(optimizer: &SGD) -> (f64, Option<f64>) {
    let group = &optimizer.groups()[0];
    (group.lr(), group.get("momentum"))
}

/// The figures of every epoch, without a stop and with one after each.
fn check<S: Schedule>(make: impl Fn() -> S) {
    let mut whole = optimizer();
    let mut scheduler = make().attach(&mut whole);
    let mut expected = vec![rates(&whole)];
    for _ in 1..EPOCHS {
        scheduler.step(&mut whole);
        expected.push(rates(&whole));
    }
    for stop in 0..EPOCHS {
        let mut first = optimizer();
        let mut scheduler = make().attach(&mut first);
        (0..stop).for_each(|_| scheduler.step(&mut first));
        let saved = (first.state_dict(), scheduler.state_dict());
        for order in [resumed, attached] {
            go_on(&make, &saved, order, &expected[stop..]);
        }
    }
}

type Saved = (StateDict, StateDict);

fn go_on<S: Schedule>(
    make: impl Fn() -> S,
    saved: &Saved,
    order: fn(S, &Saved, &mut SGD) -> optim::scheduler::Scheduler<S>,
    expected: &[(f64, Option<f64>)],
) {
    let mut optimizer = SGD::new([Tensor::zeros(1).requires_grad_(true)], 0.77).momentum(0.5);
    let mut scheduler = order(make(), saved, &mut optimizer);
    assert_eq!(rates(&optimizer), expected[0]);
    for figures in &expected[1..] {
        scheduler.step(&mut optimizer);
        assert_eq!(rates(&optimizer), *figures);
    }
}

/// The optimizer first, and nothing attached.
fn resumed<S: Schedule>(schedule: S, saved: &Saved, optimizer: &mut SGD) -> optim::scheduler::Scheduler<S> {
    optimizer.load_state_dict(&saved.0).unwrap();
    schedule.resume(&saved.1).unwrap()
}

/// PyTorch's way: attached, and then both loaded.
fn attached<S: Schedule>(schedule: S, saved: &Saved, optimizer: &mut SGD) -> optim::scheduler::Scheduler<S> {
    let mut scheduler = schedule.attach(optimizer);
    scheduler.load_state_dict(&saved.1).unwrap();
    optimizer.load_state_dict(&saved.0).unwrap();
    scheduler
}

#[test]
fn every_schedule_goes_on_in_every_epoch() {
    check(|| StepLR::new(3));
    check(|| MultiStepLR::new([2, 5]));
    check(|| ExponentialLR::new(0.9));
    check(|| ConstantLR::new().total_iters(4));
    check(|| LinearLR::new().start_factor(0.1).total_iters(7));
    check(|| CosineAnnealingLR::new(4).eta_min(0.01));
    check(|| PolynomialLR::new().total_iters(7).power(2.0));
    check(|| LambdaLR::new(|epoch| 1.0 / (1.0 + epoch as f64)));
    check(|| OneCycleLR::new(0.5, EPOCHS));
    check(|| SequentialLR::new(LinearLR::new().total_iters(3)).then(4, CosineAnnealingLR::new(8)));
    check(|| Box::new(StepLR::new(2)) as Box<dyn Schedule>);
}

#[test]
fn one_that_follows_a_metric_goes_on() {
    let metrics = [1.0, 0.9, 0.95, 0.96, 0.9, 0.9, 0.8, 0.85, 0.85, 0.85];
    let plateau = || ReduceLROnPlateau::new().patience(1).cooldown(1).factor(0.5);
    let mut whole = optimizer();
    let mut scheduler = plateau();
    let step = |scheduler: &mut ReduceLROnPlateau, optimizer: &mut SGD, metric: f64| {
        scheduler.step(metric, optimizer);
        rates(optimizer).0
    };
    let expected = metrics.map(|metric| step(&mut scheduler, &mut whole, metric));
    for stop in 0..metrics.len() {
        let (mut first, mut scheduler) = (optimizer(), plateau());
        metrics[..stop]
            .iter()
            .for_each(|metric| scheduler.step(*metric, &mut first));
        let (mut second, mut resumed) = (optimizer(), plateau());
        second.load_state_dict(&first.state_dict()).unwrap();
        resumed.load_state_dict(&scheduler.state_dict()).unwrap();
        assert_eq!(resumed.best(), scheduler.best());
        for (metric, rate) in metrics.iter().zip(expected).skip(stop) {
            assert_eq!(step(&mut resumed, &mut second, *metric), rate);
        }
    }
}

#[test]
fn the_initial_rate_is_saved() {
    let mut first = optimizer();
    assert!(!first.to_string().contains("initial_lr"));
    let mut scheduler = StepLR::new(1).attach(&mut first);
    scheduler.step(&mut first);
    assert!(first.to_string().contains("\n    initial_lr: 0.1\n"));
    let saved = first.state_dict();
    assert_eq!(saved.metadata()["param_groups.0.initial_lr"], "0.1");
    let mut second = SGD::new([Tensor::zeros(1).requires_grad_(true)], 0.5);
    second.load_state_dict(&saved).unwrap();
    assert_eq!(second.groups()[0].initial_lr(), Some(0.1));
    let mut third = SGD::new([Tensor::zeros(1).requires_grad_(true)], 0.5);
    third.load_state_dict(&optimizer().state_dict()).unwrap();
    assert_eq!(third.groups()[0].initial_lr(), None);
}

#[test]
fn what_is_no_state_of_a_scheduler_is_refused() {
    let mut adam = Adam::new([Tensor::zeros(1).requires_grad_(true)], 0.1);
    let mut scheduler = StepLR::new(2).attach(&mut adam);
    scheduler.step(&mut adam);
    let mut state = ReduceLROnPlateau::new().state_dict();
    state.metadata_mut().remove("best");
    for (error, sentence) in [
        (
            scheduler.load_state_dict(&state).unwrap_err(),
            "Scheduler: the saved state does not fit: missing last_epoch; unexpected cooldown_counter; unexpected \
             num_bad_epochs",
        ),
        (
            ReduceLROnPlateau::new().load_state_dict(&state).unwrap_err(),
            "ReduceLROnPlateau: the saved state does not fit: missing best",
        ),
    ] {
        assert_eq!(error.to_string(), sentence);
    }
    let mut state = StateDict::new();
    state.metadata_mut().insert("last_epoch".into(), "-1".into());
    assert_eq!(
        scheduler.load_state_dict(&state).unwrap_err().to_string(),
        "Scheduler: the saved state does not fit: last_epoch must be a whole number, but is -1"
    );
    assert_eq!(scheduler.epoch(), 1);
}
