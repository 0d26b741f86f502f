//! The error function and the normal distribution in `f64` by other means than those under test.

use std::f64::consts::{FRAC_1_SQRT_2, FRAC_2_SQRT_PI, PI};

/// `2 / sqrt(pi) exp(-x^2)` times the sum of `2^n x^(2n + 1) / (2n + 1)!!`, whose terms all have one sign.
fn erf_series(x: f64) -> f64 {
    let (mut term, mut sum, mut n) = (x, 0.0 * x, 1.0);
    while (sum + term - sum).abs() > 0.0 {
        sum += term;
        term *= 2.0 * x * x / (2.0 * n + 1.0);
        n += 1.0;
    }
    FRAC_2_SQRT_PI * (-x * x).exp() * sum
}

/// `exp(x^2) erfc(x)` for `x` from a third on: the trapezoidal rule of Matta and Reichel, "Uniform computation of the error
/// function and other related functions", Mathematics of Computation 25 (1971), with steps of one half.
fn scaled_erfc_trapezoid(x: f64) -> f64 {
    let squares = (1..14).map(|k| 0.25 * f64::from(k * k));
    let terms: f64 = squares.map(|s| (-s).exp() / (s + x * x)).sum();
    // What a pole of the integrand adds; from 6 on that is less than the last digit.
    let pole = if x < 6.0 {
        2.0 / (4.0 * PI * x).exp_m1() * (x * x).exp()
    } else {
        0.0
    };
    x / (2.0 * PI) * (1.0 / (x * x) + 2.0 * terms) - pole
}

/// Two equal factors of `exp(-x^2 / 2)` and a third near one, from an `x^2` that is not rounded.
fn gaussian_factors(x: f64) -> (f64, f64) {
    let high = f64::from(x as f32);
    ((-0.25 * high * high).exp(), (0.5 * (high - x) * (high + x)).exp())
}

pub(super) fn erf(x: f64) -> f64 {
    if x.abs() < 1.0 || x.is_nan() {
        erf_series(x)
    } else if x.abs() > 10.0 {
        1.0_f64.copysign(x)
    } else {
        (1.0 - scaled_erfc_trapezoid(x.abs()) * (-x * x).exp()).copysign(x)
    }
}

/// `factor` times the normal distribution function at `x`, where the product may be in range when that is not.
fn times_normal_cdf(factor: f64, x: f64) -> f64 {
    if x.abs() < 0.5 || x.is_nan() {
        return factor * (0.5 + 0.5 * erf_series(x * FRAC_1_SQRT_2));
    }
    let bounded = x.abs().min(60.0);
    let (root, near_one) = gaussian_factors(bounded);
    let tail = 0.5 * scaled_erfc_trapezoid(bounded * FRAC_1_SQRT_2) * near_one;
    if x < 0.0 {
        factor * tail * root * root
    } else {
        factor * (1.0 - tail * root * root)
    }
}

pub(super) fn normal_cdf(x: f64) -> f64 {
    times_normal_cdf(1.0, x)
}

pub(super) fn normal_pdf(x: f64) -> f64 {
    let bounded = x.clamp(-60.0, 60.0);
    let (root, near_one) = gaussian_factors(bounded);
    near_one / (2.0 * PI).sqrt() * root * root
}

/// Nan at minus infinity, as in PyTorch.
pub(super) fn gelu(x: f64) -> f64 {
    if x == f64::NEG_INFINITY {
        f64::NAN
    } else {
        times_normal_cdf(x.max(-1e9), x)
    }
}
