//! The distributions are the ones that they claim to be.
//!
//! Each bound is about five standard errors wide, and the streams are fixed, so a test either always fails or never.

use super::{bernoulli, exponential, normal, randint, uniform};
use crate::random::{Float, Generator};

const N: usize = 100_000;

fn engines() -> [Generator; 2] {
    [Generator::new(2024), Generator::pytorch(2024)]
}

/// Mean, standard deviation, third and fourth standardised moment.
fn moments<T: Float>(values: &[T]) -> [f64; 4] {
    let n = values.len() as f64;
    let values: Vec<f64> = values.iter().map(|&x| x.into()).collect();
    let mean = values.iter().sum::<f64>() / n;
    let central = |power| values.iter().map(|x| (x - mean).powi(power)).sum::<f64>() / n;
    let std = central(2).sqrt();
    [mean, std, central(3) / std.powi(3), central(4) / std.powi(4)]
}

#[track_caller]
fn close(got: [f64; 4], expected: [f64; 4], bounds: [f64; 4]) {
    let ok = (0..4).all(|i| (got[i] - expected[i]).abs() < bounds[i]);
    assert!(ok, "moments are {got:?}, expected {expected:?} within {bounds:?}");
}

#[test]
fn normals() {
    let (expected, bounds) = ([1.0, 2.0, 0.0, 3.0], [0.032, 0.023, 0.04, 0.08]);
    for g in engines() {
        close(moments(&normal::<f32>(&g, N, 1.0, 2.0)), expected, bounds);
        close(moments(&normal::<f64>(&g, N, 1.0, 2.0)), expected, bounds);
        let few: Vec<f32> = (0..N / 10)
            .flat_map(|_| normal::<f32>(&g, 10, 1.0, 2.0))
            .collect();
        close(moments(&few), expected, bounds);
    }
}

#[test]
fn uniforms() {
    // The standard deviation of [0, 1) is 1 / sqrt 12, the fourth moment 9 / 5.
    let (expected, bounds) = ([0.0, 2.0 / 12.0_f64.sqrt(), 0.0, 1.8], [0.01, 0.005, 0.03, 0.03]);
    for g in engines() {
        let values = uniform::<f32>(&g, N, -1.0, 1.0);
        close(moments(&values), expected, bounds);
        assert!(values.iter().all(|x| (-1.0..1.0).contains(x)));
        close(moments(&uniform::<f64>(&g, N, -1.0, 1.0)), expected, bounds);
    }
}

#[test]
fn exponentials() {
    for g in engines() {
        // Skewness 2 and kurtosis 9, which converge slowly.
        let bounds = [0.008, 0.012, 0.3, 3.0];
        close(
            moments(&exponential::<f64>(&g, N, 2.0)),
            [0.5, 0.5, 2.0, 9.0],
            bounds,
        );
        close(
            moments(&exponential::<f32>(&g, N, 2.0)),
            [0.5, 0.5, 2.0, 9.0],
            bounds,
        );
    }
}

/// Checks that `outcomes` fall on 0, 1, 2 … with the given probabilities.
#[track_caller]
fn frequencies(outcomes: impl Iterator<Item = usize>, probabilities: &[f64]) {
    let mut counts = vec![0.0; probabilities.len()];
    let mut n = 0.0;
    outcomes.for_each(|outcome| {
        counts[outcome] += 1.0;
        n += 1.0;
    });
    for (outcome, (count, p)) in counts.iter().zip(probabilities).enumerate() {
        let error = 5.0 * (n * p * (1.0 - p)).sqrt();
        assert!(
            (count - n * p).abs() <= error,
            "{outcome} came {count} times of {n}, expected a part of {p}"
        );
    }
}

#[test]
fn trials_integers_and_orders() {
    for g in engines() {
        frequencies(bernoulli(&g, N, 0.3).into_iter().map(usize::from), &[0.7, 0.3]);
        frequencies(bernoulli(&g, N, 0.0).into_iter().map(usize::from), &[1.0, 0.0]);
        frequencies(bernoulli(&g, N, 1.0).into_iter().map(usize::from), &[0.0, 1.0]);
        frequencies(
            randint(&g, N, -2, 3).into_iter().map(|x| (x + 2) as usize),
            &[0.2; 5],
        );
        frequencies((0..N / 10).map(|_| g.permutation(10)[7]), &[0.1; 10]);
    }
}

#[test]
fn each_trial_has_its_own_probability() {
    for g in engines() {
        let p: Vec<f32> = (0..N).map(|i| if i % 2 == 0 { 0.9 } else { 0.2 }).collect();
        let mut hits = vec![0_i64; N];
        g.fill_bernoulli_each(&mut hits, &p).unwrap();
        frequencies(hits.iter().step_by(2).map(|&hit| hit as usize), &[0.1, 0.9]);
        frequencies(
            hits.iter().skip(1).step_by(2).map(|&hit| hit as usize),
            &[0.8, 0.2],
        );
    }
}

#[test]
fn picks_by_weight() {
    let weights = [0.0, 1.0, 0.0, 5.0, 2.0, 0.0];
    let shares = [0.0, 0.125, 0.0, 0.625, 0.25, 0.0];
    for g in engines() {
        frequencies(g.multinomial(&weights, N, true).unwrap().into_iter(), &shares);
        let firsts = (0..N / 10).map(|_| g.multinomial(&weights, 3, false).unwrap()[0]);
        frequencies(firsts, &shares);
    }
}
