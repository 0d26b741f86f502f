//! Schedules: PyTorch's learning rates, momenta, and what is refused.

use autograd::{Error, Tensor};
use optim::scheduler::{
    Anneal, ConstantLR, CosineAnnealingLR, ExponentialLR, LambdaLR, LinearLR, Mode, MultiStepLR,
    MultiplicativeLR, OneCycleLR, ReduceLROnPlateau, Schedule, Scheduler, SequentialLR, StepLR,
    ThresholdMode,
};
use optim::{Adagrad, Adam, Optimizer, SGD};

fn optimizer() -> SGD {
    SGD::new([Tensor::zeros(1).requires_grad_(true)], 0.1).momentum(0.9)
}

fn option(optimizer: &mut dyn Optimizer, name: &str) -> f64 {
    let value = optimizer.groups()[0].get(name);
    value.unwrap_or_else(|| panic!("there is no number {name}"))
}

fn close(got: f64, want: f64, epoch: usize) {
    assert!(
        (got - want).abs() <= 1e-12 + 1e-9 * want.abs(),
        "{got}, not {want} in epoch {epoch}"
    );
}

/// Compares what a schedule makes of a learning rate of 0.1.
fn check(schedule: impl Schedule, expected: &[f64]) {
    check_both(schedule, expected, &[]);
}

/// The same, and what it makes of the momentum.
fn check_both(schedule: impl Schedule, rates: &[f64], momenta: &[f64]) {
    let mut optimizer = optimizer();
    let mut scheduler = schedule.attach(&mut optimizer);
    for (epoch, rate) in rates.iter().enumerate() {
        if epoch > 0 {
            scheduler.step(&mut optimizer);
        }
        assert_eq!(scheduler.epoch(), epoch);
        close(option(&mut optimizer, "lr"), *rate, epoch);
        if let Some(momentum) = momenta.get(epoch) {
            close(option(&mut optimizer, "momentum"), *momentum, epoch);
        }
    }
}

#[test]
#[rustfmt::skip]
fn factors_at_epochs() {
    check(StepLR::new(3), &[0.1, 0.1, 0.1, 0.010000000000000002, 0.010000000000000002, 0.010000000000000002, 0.0010000000000000002, 0.0010000000000000002, 0.0010000000000000002, 0.00010000000000000003, 0.00010000000000000003]);
    check(StepLR::new(2).gamma(0.5), &[0.1, 0.1, 0.05, 0.05, 0.025, 0.025, 0.0125, 0.0125, 0.00625, 0.00625, 0.003125]);
    check(MultiStepLR::new([2, 5]), &[0.1, 0.1, 0.010000000000000002, 0.010000000000000002, 0.010000000000000002, 0.0010000000000000002, 0.0010000000000000002, 0.0010000000000000002, 0.0010000000000000002, 0.0010000000000000002, 0.0010000000000000002]);
    check(MultiStepLR::new([3, 4, 8]).gamma(0.5), &[0.1, 0.1, 0.1, 0.05, 0.025, 0.025, 0.025, 0.025, 0.0125, 0.0125, 0.0125]);
    check(ExponentialLR::new(0.9), &[0.1, 0.09000000000000001, 0.08100000000000002, 0.07290000000000002, 0.06561000000000002, 0.05904900000000002, 0.05314410000000002, 0.04782969000000002, 0.043046721000000024]);
    check(ExponentialLR::new(0.5), &[0.1, 0.05, 0.025, 0.0125, 0.00625, 0.003125, 0.0015625, 0.00078125, 0.000390625]);
}

#[test]
#[rustfmt::skip]
fn curves() {
    check(CosineAnnealingLR::new(10), &[0.1, 0.09755282581475769, 0.09045084971874738, 0.07938926261462367, 0.06545084971874739, 0.05000000000000001, 0.03454915028125264, 0.020610737385376353, 0.009549150281252635, 0.002447174185242324, 0.0, 0.0024471741852423235, 0.009549150281252666, 0.020610737385376433, 0.034549150281252786]);
    check(CosineAnnealingLR::new(5).eta_min(0.01), &[0.1, 0.09140576474687263, 0.06890576474687263, 0.04109423525312736, 0.018594235253127367, 0.01, 0.018594235253127367, 0.04109423525312739, 0.06890576474687267, 0.09140576474687269, 0.10000000000000006, 0.09140576474687272, 0.06890576474687268, 0.0410942352531274, 0.01859423525312738]);
    check(LinearLR::new(), &[0.03333333333333333, 0.04666666666666667, 0.060000000000000005, 0.07333333333333335, 0.08666666666666668, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1]);
    check(LinearLR::new().start_factor(0.1).total_iters(4), &[0.010000000000000002, 0.03250000000000001, 0.055000000000000014, 0.07750000000000003, 0.10000000000000003, 0.10000000000000003, 0.10000000000000003, 0.10000000000000003, 0.10000000000000003, 0.10000000000000003, 0.10000000000000003]);
}

#[test]
#[rustfmt::skip]
fn one_cycle() {
    check_both(OneCycleLR::new(0.1, 10), &[0.0040000000000000036, 0.052000000000000005, 0.1, 0.09504846320134738, 0.0811745653949763, 0.06112620219362893, 0.03887419780637107, 0.0188258346050237, 0.004951936798652629, 4e-07], &[0.95, 0.8999999999999999, 0.85, 0.854951556604879, 0.8688255099070633, 0.8888739533021842, 0.9111260466978157, 0.9311744900929366, 0.945048443395121, 0.95]);
    check_both(OneCycleLR::new(0.5, 2 * 6).pct_start(0.25), &[0.020000000000000018, 0.26, 0.5, 0.4849232155038563, 0.44151134473530135, 0.3750005, 0.293412870768555, 0.2065891292314451, 0.12500150000000004, 0.05849065526469865, 0.015078784496143707, 2e-06], &[0.95, 0.8999999999999999, 0.85, 0.8530153689607045, 0.8616977778440511, 0.875, 0.8913175911166534, 0.9086824088833465, 0.9249999999999999, 0.9383022221559488, 0.9469846310392954, 0.95]);
    check_both(OneCycleLR::new(0.1, 12).anneal_strategy(Anneal::Linear).three_phase(true), &[0.004, 0.04092307692307694, 0.07784615384615387, 0.08523076923076922, 0.048307692307692295, 0.011384615384615368, 0.0034483310344827585, 0.0027587448275862066, 0.002069158620689655, 0.0013795724137931034, 0.000689986206896552, 4.0000000000022656e-07], &[0.95, 0.9115384615384615, 0.8730769230769231, 0.8653846153846154, 0.9038461538461539, 0.9423076923076923, 0.95, 0.95, 0.95, 0.95, 0.95, 0.95]);
    check(OneCycleLR::new(0.1, 8).cycle_momentum(false), &[0.0040000000000000036, 0.08192751048921922, 0.09719417773875232, 0.0811745653949763, 0.05559840141227016, 0.028306099820869922, 0.0076641593834256404, 4e-07]);
}

#[test]
#[rustfmt::skip]
fn one_after_the_other() {
    check(SequentialLR::new(LinearLR::new().start_factor(0.1).total_iters(4)).then(4, CosineAnnealingLR::new(8)), &[0.010000000000000002, 0.03250000000000001, 0.055000000000000014, 0.07750000000000003, 0.1, 0.09619397662556434, 0.08535533905932738, 0.0691341716182545, 0.05, 0.030865828381745515, 0.014644660940672627, 0.0038060233744356634, 0.0]);
    check(SequentialLR::new(LinearLR::new().start_factor(0.25).total_iters(3)).then(3, ExponentialLR::new(0.9)), &[0.025, 0.05, 0.07500000000000001, 0.1, 0.09000000000000001, 0.08100000000000002, 0.07290000000000002, 0.06561000000000002, 0.05904900000000002, 0.05314410000000002, 0.04782969000000002, 0.043046721000000024, 0.03874204890000002]);
    check(SequentialLR::new(StepLR::new(2).gamma(0.5)).then(4, MultiplicativeLR::new(|_| 0.9)), &[0.1, 0.1, 0.05, 0.05, 0.045000000000000005, 0.04050000000000001, 0.03645000000000001, 0.03280500000000001, 0.02952450000000001, 0.02657205000000001, 0.02391484500000001, 0.021523360500000012, 0.01937102445000001]);
}

/// The metrics of each case.
#[rustfmt::skip]
const METRICS: [f64; 16] = [1.0, 0.9, 0.95, 0.93, 0.92, 0.91, 0.905, 0.8, 0.8, 0.8, 0.8, 0.79999, 0.8, 0.8, 0.8, 0.8];

fn check_plateau(mut scheduler: ReduceLROnPlateau, expected: &[f64]) {
    let mut optimizer = optimizer();
    assert_eq!(expected.len(), METRICS.len() + 1);
    close(option(&mut optimizer, "lr"), expected[0], 0);
    for (epoch, (metric, rate)) in METRICS.iter().zip(&expected[1..]).enumerate() {
        scheduler.step(*metric, &mut optimizer);
        close(option(&mut optimizer, "lr"), *rate, epoch + 1);
    }
}

#[test]
#[rustfmt::skip]
fn plateaus() {
    check_plateau(ReduceLROnPlateau::new().patience(2), &[0.1, 0.1, 0.1, 0.1, 0.1, 0.010000000000000002, 0.010000000000000002, 0.010000000000000002, 0.010000000000000002, 0.010000000000000002, 0.010000000000000002, 0.0010000000000000002, 0.0010000000000000002, 0.0010000000000000002, 0.00010000000000000003, 0.00010000000000000003, 0.00010000000000000003]);
    check_plateau(ReduceLROnPlateau::new().patience(1).factor(0.5).threshold(0.01), &[0.1, 0.1, 0.1, 0.1, 0.05, 0.05, 0.025, 0.025, 0.025, 0.025, 0.0125, 0.0125, 0.00625, 0.00625, 0.003125, 0.003125, 0.0015625]);
    check_plateau(ReduceLROnPlateau::new().mode(Mode::Max).patience(1), &[0.1, 0.1, 0.1, 0.010000000000000002, 0.010000000000000002, 0.0010000000000000002, 0.0010000000000000002, 0.00010000000000000003, 0.00010000000000000003, 1.0000000000000004e-05, 1.0000000000000004e-05, 1.0000000000000004e-06, 1.0000000000000004e-06, 1.0000000000000005e-07, 1.0000000000000005e-07, 1.0000000000000005e-08, 1.0000000000000005e-08]);
    check_plateau(ReduceLROnPlateau::new().patience(1).cooldown(2).min_lr(0.02).factor(0.5), &[0.1, 0.1, 0.1, 0.1, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.025, 0.025, 0.025, 0.025, 0.02, 0.02, 0.02]);
}

#[test]
fn absolute_thresholds_and_bad_metrics() {
    let mut optimizer = optimizer();
    let absolute = || {
        ReduceLROnPlateau::new()
            .patience(0)
            .threshold(0.5)
            .threshold_mode(ThresholdMode::Abs)
    };
    let mut falling = absolute();
    for (metric, rate) in [(f64::NAN, 0.01), (10.0, 0.01), (9.0, 0.01), (8.75, 0.001)] {
        falling.step(metric, &mut optimizer);
        close(option(&mut optimizer, "lr"), rate, 0);
    }
    assert_eq!(falling.best(), Some(9.0));
    let mut rising = absolute().mode(Mode::Max);
    for (metric, rate) in [(-1.0, 0.001), (-0.25, 0.001), (0.0, 0.0001)] {
        rising.step(metric, &mut optimizer);
        close(option(&mut optimizer, "lr"), rate, 0);
    }
}

#[test]
fn constants_and_functions() {
    let third = 0.1 / 3.0;
    check(ConstantLR::new().total_iters(2), &[third, third, 0.1, 0.1]);
    check(ConstantLR::new().factor(0.5).total_iters(1), &[0.05, 0.1]);
    check(
        LambdaLR::new(|epoch| 0.5_f64.powi(epoch as i32)),
        &[0.1, 0.05, 0.025],
    );
}

#[test]
fn a_change_by_hand_lasts() {
    let mut optimizer = optimizer();
    let mut scheduler = StepLR::new(1).gamma(0.5).attach(&mut optimizer);
    optimizer.groups_mut()[0].set_lr(1.0);
    scheduler.step(&mut optimizer);
    assert_eq!(option(&mut optimizer, "lr"), 0.5);
}

#[test]
fn a_second_schedule_counts_from_the_initial_rate() {
    let mut optimizer = optimizer();
    let _warm_up = LinearLR::new().attach(&mut optimizer);
    let mut scheduler = LambdaLR::new(|_| 1.0).attach(&mut optimizer);
    scheduler.step(&mut optimizer);
    assert_eq!(option(&mut optimizer, "lr"), 0.1);
}

#[test]
fn one_cycle_moves_the_first_of_the_betas() {
    let mut adam = Adam::new([Tensor::zeros(1).requires_grad_(true)], 0.1);
    let _scheduler = OneCycleLR::new(0.1, 10).attach(&mut adam);
    assert_eq!(adam.groups()[0].get("betas"), Some((0.95, 0.999)));
}

/// The sentence with which `f` refuses, after checking that it blames a line of this file.
fn refusal<T>(f: impl FnOnce() -> T) -> String {
    let Err((error, line)) = Error::catch(f) else {
        panic!("it was not refused")
    };
    assert!(line.file().ends_with("scheduler.rs"), "{error} at {line}");
    error.to_string()
}

#[test]
fn what_makes_no_sense_is_refused() {
    let refused = [
        (
            refusal(|| StepLR::new(0)),
            "StepLR: step_size must be at least 1, but is 0",
        ),
        (
            refusal(|| OneCycleLR::new(0.1, 0)),
            "OneCycleLR: total_steps must be at least 1, but is 0",
        ),
        (
            refusal(|| OneCycleLR::new(0.1, 5).pct_start(1.5)),
            "OneCycleLR: pct_start must be between 0 and 1, but is 1.5",
        ),
        (
            refusal(|| ReduceLROnPlateau::new().factor(1.0)),
            "ReduceLROnPlateau: factor must be less than 1, but is 1.0",
        ),
        (
            refusal(|| LinearLR::new().start_factor(0.0)),
            "LinearLR: start_factor must be above 0 and at most 1, but is 0.0",
        ),
        (
            refusal(|| LinearLR::new().end_factor(1.5)),
            "LinearLR: end_factor must be between 0 and 1, but is 1.5",
        ),
        (
            refusal(|| ConstantLR::new().factor(2.0)),
            "ConstantLR: factor must be above 0 and at most 1, but is 2.0",
        ),
        (
            refusal(|| SequentialLR::new(LinearLR::new()).then(0, StepLR::new(1))),
            "SequentialLR: milestone must be above 0, where the part before begins, but is 0",
        ),
    ];
    for (got, want) in refused {
        assert_eq!(got, want);
    }
    refusal(|| CosineAnnealingLR::new(0));
    let mut adagrad = Adagrad::new([Tensor::zeros(1).requires_grad_(true)], 0.1);
    refusal(|| OneCycleLR::new(0.1, 5).attach(&mut adagrad));
    let mut scheduler = OneCycleLR::new(0.1, 1).cycle_momentum(false).attach(&mut adagrad);
    scheduler.step(&mut adagrad);
    assert_eq!(
        refusal(|| scheduler.step(&mut adagrad)),
        "OneCycleLR: step 2 is beyond the 1 steps of the cycle"
    );
}

#[test]
fn a_line_of_one_cycle_may_end_below_zero() {
    let w = Tensor::from([1.0]).requires_grad_(true);
    let make = || OneCycleLR::new(0.1, 10).anneal_strategy(Anneal::Linear);
    let mut optimizer = SGD::new([&w], 0.1);
    let mut scheduler = make().cycle_momentum(false).attach(&mut optimizer);
    let mut rates = vec![optimizer.groups()[0].lr()];
    for _ in 0..10 {
        optimizer.step();
        scheduler.step(&mut optimizer);
        rates.push(optimizer.groups()[0].lr());
    }
    let expected = [
        0.004,
        0.052,
        0.1,
        0.08571434285714286,
        0.07142868571428572,
        0.05714302857142858,
        0.042857371428571434,
        0.028571714285714284,
        0.014286057142857148,
        4e-7,
        -0.014285257142857138,
    ];
    for (rate, expected) in rates.iter().zip(expected) {
        assert!((rate - expected).abs() < 1e-15, "{rate} {expected}");
    }
    // What was reached is saved and loaded.
    let mut other = SGD::new([&w], 0.5);
    other
        .load_state_dict(&optimizer.state_dict())
        .expect("it is this optimizer's");
    assert_eq!(other.groups()[0].lr(), rates[10]);

    let mut adam = Adam::new([&w], 0.1);
    let mut scheduler = make().base_momentum(0.1).max_momentum(0.99).attach(&mut adam);
    for _ in 0..10 {
        scheduler.step(&mut adam);
    }
    let (first, second) = adam.groups()[0].get::<(f64, f64)>("betas").unwrap();
    assert!((first - 1.1171428571428572).abs() < 1e-15 && second == 0.999);
}

#[test]
fn schedules_may_leave_what_can_be_set_by_hand() {
    let rates = |schedule: &dyn Fn(&mut SGD) -> Scheduler<Box<dyn Schedule>>| {
        let mut optimizer = SGD::new([Tensor::zeros(1).requires_grad_(true)], 0.1);
        let mut scheduler = schedule(&mut optimizer);
        (0..3)
            .map(|_| {
                let rate = optimizer.groups()[0].lr();
                scheduler.step(&mut optimizer);
                rate
            })
            .collect::<Vec<f64>>()
    };
    let boxed = |schedule: fn() -> Box<dyn Schedule>| move |optimizer: &mut SGD| schedule().attach(optimizer);
    assert_eq!(
        rates(&boxed(|| Box::new(LambdaLR::new(|epoch| -(epoch as f64))))),
        [-0.0, -0.1, -0.2]
    );
    let below = rates(&boxed(|| Box::new(CosineAnnealingLR::new(3).eta_min(-0.1))));
    assert!((below[2] + 0.05).abs() < 1e-12, "{below:?}");
}

#[test]
fn a_first_metric_that_is_the_worst_is_no_improvement() {
    let after = |mode: Mode, metrics: [f64; 3]| {
        let mut optimizer = SGD::new([Tensor::zeros(1).requires_grad_(true)], 0.01);
        let mut scheduler = ReduceLROnPlateau::new().mode(mode).patience(0);
        metrics.map(|metric| {
            scheduler.step(metric, &mut optimizer);
            // The rates are 0.01 times a power of 0.1.
            (0.01 / optimizer.groups()[0].lr()).log10().round() as i32
        })
    };
    let (inf, nan) = (f64::INFINITY, f64::NAN);
    let cases = [
        (Mode::Min, [inf, inf, 1.0], [1, 2, 2]),
        (Mode::Max, [inf, inf, 1.0], [0, 1, 2]),
        (Mode::Min, [nan, nan, 1.0], [1, 2, 2]),
        (Mode::Max, [-inf, -inf, 1.0], [1, 2, 2]),
        (Mode::Min, [-inf, -inf, 1.0], [0, 1, 2]),
        (Mode::Max, [1.0, inf, inf], [0, 0, 1]),
    ];
    for (mode, metrics, expected) in cases {
        assert_eq!(after(mode, metrics), expected, "{mode:?} {metrics:?}");
    }
}
