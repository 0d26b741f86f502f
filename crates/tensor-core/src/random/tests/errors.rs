//! Distributions that do not exist.

use crate::random::Generator;
use crate::{Error, ErrorKind};
use std::f64::consts::PI;

/// Each bad call says what was given, and neither draws nor writes.
#[track_caller]
fn refused(call: impl FnOnce(&Generator, &mut [f32]) -> Result<(), Error>, message: &str) {
    let generator = Generator::new(0);
    let start = generator.get_state();
    let mut out = [0.5; 20];
    let error = call(&generator, &mut out).unwrap_err();
    assert_eq!(
        (error.kind(), error.to_string().as_str()),
        (ErrorKind::Argument, message)
    );
    assert_eq!(generator.get_state(), start);
    assert_eq!(out, [0.5; 20]);
}

#[test]
fn uniform_bounds() {
    const RULE: &str = "uniform needs finite bounds with from <= to whose difference fits the dtype, but got";
    for (from, to, given) in [
        (1.0, -1.0, "from = 1 and to = -1"),
        (f64::NAN, 1.0, "from = NaN and to = 1"),
        (0.0, f64::INFINITY, "from = 0 and to = inf"),
    ] {
        refused(
            |g, out| g.fill_uniform_range(out, from, to),
            &format!("{RULE} {given}"),
        );
    }
    let wide = 3e38;
    let generator = Generator::new(0);
    assert!(generator.fill_uniform_range(&mut [0.0_f32], -wide, wide).is_err());
    assert!(generator.fill_uniform_range(&mut [0.0_f64], -wide, wide).is_ok());
}

#[test]
fn standard_deviations() {
    refused(
        |g, out| g.fill_normal(out, 0.0, -1.5),
        "normal needs a standard deviation std >= 0, but got std = -1.5",
    );
    refused(
        |g, out| g.fill_normal(out, 0.0, f64::NAN),
        "normal needs a standard deviation std >= 0, but got std = NaN",
    );
}

#[test]
fn integer_ranges() {
    let message = "random integers need low < high, because high is excluded, but got low = 3 and high = 3";
    refused(|g, _| g.fill_randint(&mut [0; 3], 3, 3), message);
}

#[test]
fn probabilities() {
    refused(
        |g, out| g.fill_bernoulli(out, 1.25),
        "bernoulli needs probabilities p with 0 <= p <= 1, but got p = 1.25",
    );
    refused(
        |g, out| g.fill_bernoulli(out, f64::NAN),
        "bernoulli needs probabilities p with 0 <= p <= 1, but got p = NaN",
    );
    let mut p = [0.5; 20];
    p[19] = -0.25;
    refused(
        |g, out| g.fill_bernoulli_each(out, &p),
        "bernoulli needs probabilities p with 0 <= p <= 1, but got p = -0.25",
    );
    refused(
        |g, out| g.fill_bernoulli_each(out, &p[..3]),
        "bernoulli needs one probability per element, but got 3 probabilities for 20 elements",
    );
}

#[test]
fn rates() {
    refused(
        |g, out| g.fill_exponential(out, 0.0),
        "exponential needs a rate lambda > 0, but got lambda = 0",
    );
    refused(
        |g, out| g.fill_exponential(out, -PI),
        &format!("exponential needs a rate lambda > 0, but got lambda = {}", -PI),
    );
}

#[test]
fn weights() {
    let pick = |weights: &'static [f64], n, replacement| {
        move |g: &Generator, _: &mut [f32]| g.multinomial(weights, n, replacement).map(drop)
    };
    refused(
        pick(&[1.0, -2.0], 1, true),
        "multinomial needs finite weights >= 0, but weight 1 is -2",
    );
    refused(
        pick(&[f64::INFINITY], 1, true),
        "multinomial needs finite weights >= 0, but weight 0 is inf",
    );
    refused(
        pick(&[0.0, 0.0], 5, true),
        "multinomial needs weights with a positive, finite sum, but 2 weights add up to 0",
    );
    refused(
        pick(&[], 1, true),
        "multinomial needs weights with a positive, finite sum, but 0 weights add up to 0",
    );
    refused(
        pick(&[0.0, 3.0, 1.0], 3, false),
        "multinomial without replacement can pick each of the 2 positive weights once, but 3 samples were asked for",
    );
}
