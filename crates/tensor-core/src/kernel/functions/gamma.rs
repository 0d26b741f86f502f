//! The logarithm of the gamma function and its derivatives.

use super::one_by_one::{of_number, one_by_one};
use crate::array::Array;

one_by_one! {
    /// The logarithm of the magnitude of the gamma function; infinite at 0, -1, -2 ...
    lgamma: libm::lgamma;
    /// The derivative of [`lgamma`](Self::lgamma); not-a-number at -1, -2 ..., minus or plus infinity at 0 and -0.
    digamma: digamma;
}

impl Array {
    /// The derivative of order `n` of [`digamma`](Self::digamma): `(-1)^(n + 1) n! Σ 1 / (x + k)^(n + 1)`, over all `k`
    /// from 0 on. Integers and bools are taken as `f32`.
    pub fn polygamma(&self, n: u32) -> Array {
        if n == 0 {
            return self.digamma();
        }
        // From 171 on it is infinite.
        let factorial: f64 = (1..=n.min(171)).map(f64::from).product();
        let scale = if n.is_multiple_of(2) {
            -factorial
        } else {
            factorial
        };
        match n {
            1 => of_number(self, &trigamma),
            _ => of_number(self, &|x| scale * zeta(f64::from(n) + 1.0, x)),
        }
    }
}

/// Raised to 10 by the recurrence, from where Stirling's series has all digits; below 0 reflected.
fn digamma(x: f64) -> f64 {
    if x == 0.0 {
        return f64::INFINITY.copysign(-x);
    }
    if x < 0.0 {
        if x == x.floor() {
            return f64::NAN;
        }
        let angle = std::f64::consts::PI * (x - x.trunc());
        return digamma(1.0 - x) - std::f64::consts::PI / angle.tan();
    }
    // B_2k / 2k.
    const SERIES: [f64; 7] = [
        1.0 / 12.0,
        -1.0 / 120.0,
        1.0 / 252.0,
        -1.0 / 240.0,
        1.0 / 132.0,
        -691.0 / 32760.0,
        1.0 / 12.0,
    ];
    let (mut x, mut below) = (x, 0.0);
    while x < 10.0 {
        below += 1.0 / x;
        x += 1.0;
    }
    let square = 1.0 / (x * x);
    let series = SERIES.iter().rev().fold(0.0, |sum, c| (sum + c) * square);
    x.ln() - 0.5 / x - series - below
}

/// By the recurrence and as many terms of the series as PyTorch takes, which is right within 2e-10.
fn trigamma(x: f64) -> f64 {
    if x < 0.5 {
        let sine = (std::f64::consts::PI * x).sin();
        return (std::f64::consts::PI / sine).powi(2) - trigamma(1.0 - x);
    }
    let below: f64 = (0..6).map(|k| (x + f64::from(k)).powi(-2)).sum();
    let x = x + 6.0;
    let square = 1.0 / (x * x);
    let series = square * (1.0 / 6.0 - square * (1.0 / 30.0 - square * (1.0 / 42.0)));
    below + (1.0 + 1.0 / (2.0 * x) + series) / x
}

/// Hurwitz's zeta function `Σ 1 / (q + k)^s` over all `k` from 0 on.
pub(super) fn zeta(s: f64, q: f64) -> f64 {
    if s == 1.0 {
        return f64::INFINITY;
    }
    if s.is_nan() || s < 1.0 {
        return f64::NAN;
    }
    if q > 0.0 {
        return positive_zeta(s, q);
    }
    let below = q.floor();
    let fraction = q - below;
    if q.is_infinite() {
        return f64::NAN;
    }
    if fraction == 0.0 {
        return f64::INFINITY;
    }
    if s != s.floor() {
        return f64::NAN;
    }
    // What lies below 0 is a piece of the sum upwards from 1 - fraction.
    let piece = positive_zeta(s, 1.0 - fraction) - positive_zeta(s, 1.0 - fraction - below);
    positive_zeta(s, fraction) + if s % 2.0 == 0.0 { piece } else { -piece }
}

/// The first terms, and the rest by Euler and Maclaurin's formula.
fn positive_zeta(s: f64, q: f64) -> f64 {
    // B_2k / (2k)!.
    const SERIES: [f64; 7] = [
        1.0 / 12.0,
        -1.0 / 720.0,
        1.0 / 30_240.0,
        -1.0 / 1_209_600.0,
        1.0 / 47_900_160.0,
        -691.0 / 1_307_674_368_000.0,
        1.0 / 74_724_249_600.0,
    ];
    let power = -s;
    let (mut q, mut sum) = (q, 0.0);
    let start = 10.0 + s;
    while q < start {
        let term = q.powf(power);
        sum += term;
        // Of a large power the first terms are the whole, or all of them are too small to be told from 0.
        if term <= sum * 1e-17 {
            return sum;
        }
        q += 1.0;
    }
    let last = q.powf(power);
    sum += last * q / (s - 1.0) + 0.5 * last;
    let mut term = last * s / q;
    let mut order = s;
    for coefficient in SERIES {
        sum += coefficient * term;
        term *= (order + 1.0) * (order + 2.0) / (q * q);
        order += 2.0;
    }
    if sum.is_nan() && q.is_infinite() { 0.0 } else { sum }
}

#[cfg(test)]
mod tests {
    use super::{digamma, trigamma, zeta};

    #[test]
    fn known_values() {
        let close = |a: f64, b: f64| assert!((a - b).abs() <= 2e-14 * b.abs(), "{a} {b}");
        // torch.polygamma
        close(digamma(1.0), -0.577_215_664_901_532_9);
        close(digamma(-2.5), 1.103_156_640_645_243);
        close(digamma(1e-5), -100_000.577_199_215_68);
        close(trigamma(0.3), 12.245_364_544_940_365);
        close(trigamma(-1.5), 9.379_246_644_849_54);
        close(zeta(2.0, 1.0), std::f64::consts::PI.powi(2) / 6.0);
        close(-2.0 * zeta(3.0, 0.3), -75.272_536_588_726_01);
        close(-2.0 * zeta(3.0, -1.5), -0.236_204_051_641_728_25);
        close(-2.0 * zeta(3.0, -7.3), 68.821_174_063_590_3);
        close(6.0 * zeta(4.0, 20.0), 0.000_269_374_221_339_638_96);
        // torch.special.zeta
        close(zeta(3.5, 2.0), 0.126_733_867_317_056_63);
        close(zeta(1.5, 0.25), 10.213_055_360_466_6);
        // A sum that would take longer than anybody waits.
        assert_eq!((zeta(1e20, 5.0), zeta(f64::INFINITY, 1.0)), (0.0, 1.0));
        assert!(zeta(1.0, 1.0).is_infinite() && zeta(0.5, 1.0).is_nan());
        assert!(digamma(f64::INFINITY).is_infinite() && zeta(3.0, f64::INFINITY) == 0.0);
    }
}
