//! Airy's function and its slope.

use std::f64::consts::{FRAC_PI_4, PI};

use super::bessel::second_kind;
use super::one_by_one::one_by_one;

one_by_one! {
    /// Airy's function, which solves `y'' = x y` and vanishes for large numbers.
    airy_ai: |x| airy(false, x);
    /// The slope of [`airy_ai`](Self::airy_ai).
    airy_ai_slope: |x| airy(true, x);
}

/// Airy's function, or its slope.
fn airy(slope: bool, x: f64) -> f64 {
    match x {
        x if x > 1.0 => falling(slope, x),
        x if x < -9.0 => swinging(slope, -x),
        x => along_a_path(slope, x),
    }
}

/// `2/3 x^(3/2)`.
fn zeta(x: f64) -> f64 {
    2.0 / 3.0 * x * x.sqrt()
}

/// `sqrt(x / 3) / π` times the modified Bessel function of the second kind of the order 1/3 of `zeta`; `-x / (sqrt(3) π)` times that
/// of the order 2/3 for the slope.
fn falling(slope: bool, x: f64) -> f64 {
    let zeta = zeta(x);
    if zeta > 1000.0 {
        return if slope { -0.0 } else { 0.0 };
    }
    let (order, factor) = match slope {
        false => (1.0 / 3.0, (x / 3.0).sqrt() / PI),
        true => (2.0 / 3.0, -x / (3.0_f64.sqrt() * PI)),
    };
    factor * second_kind(order, zeta) * (-zeta).exp()
}

/// The integral of `e^(t^3 / 3 - x t)` over `2 π i`, with `-t` before it for the slope, along the hyperbola `t = sqrt(1/4 + s^2 / 3) + i s`,
/// on which it falls faster than any power: by the trapezoidal rule, whose terms cancel three digits at the most.
fn along_a_path(slope: bool, x: f64) -> f64 {
    const STEP: f64 = 0.1;
    let term = |k: u32| {
        let s = f64::from(k) * STEP;
        let real = (0.25 + s * s / 3.0).sqrt();
        // t^3 / 3 - x t.
        let size = (real * real / 3.0 - s * s - x) * real;
        let angle = (real * real - s * s / 3.0 - x) * s;
        // Times dt = (s / (3 real) + i) ds, over i, of which the sum over s and -s leaves twice the real part.
        let (sin, cos) = angle.sin_cos();
        let (re, im) = (cos + sin * s / (3.0 * real), sin - cos * s / (3.0 * real));
        size.exp() * if slope { s * im - real * re } else { re }
    };
    let rest: f64 = (1..90).map(term).sum();
    (0.5 * term(0) + rest) * STEP / PI
}

/// The asymptotic series for `-x`: a cosine and a sine of `zeta - π/4`, over the fourth root.
fn swinging(slope: bool, x: f64) -> f64 {
    let zeta = zeta(x);
    let (mut even, mut odd) = (0.0, 0.0);
    let mut term = 1.0;
    for k in 0..30 {
        let number = f64::from(k);
        // Of the slope each coefficient is another one by this factor.
        let own = if slope {
            term * (1.0 + 6.0 * number) / (1.0 - 6.0 * number)
        } else {
            term
        };
        let sign = if k % 4 < 2 { 1.0 } else { -1.0 };
        *if k % 2 == 0 { &mut even } else { &mut odd } += sign * own;
        term *= (6.0 * number + 5.0) * (6.0 * number + 3.0) * (6.0 * number + 1.0)
            / (216.0 * (number + 1.0) * (2.0 * number + 1.0) * zeta);
    }
    let (sin, cos) = (zeta - FRAC_PI_4).sin_cos();
    let root = x.sqrt().sqrt();
    match slope {
        false => (cos * even + sin * odd) / (PI.sqrt() * root),
        true => (sin * even - cos * odd) * root / PI.sqrt(),
    }
}

#[cfg(test)]
mod tests {
    use super::airy;

    #[test]
    fn known_values() {
        let close = |a: f64, b: f64| {
            assert!(
                (a - b).abs() <= 1e-12 * (b.abs() + 1e-2 * b.abs().sqrt()),
                "{a:e} {b:e}"
            );
        };
        for (x, value, slope) in VALUES {
            close(airy(false, x), value);
            close(airy(true, x), slope);
        }
        assert!(airy(false, f64::NAN).is_nan() && airy(false, f64::INFINITY) == 0.0);
    }

    /// Figures of mpmath with 30 digits.
    const VALUES: [(f64, f64, f64); 14] = [
        (-50.0, -0.161_881_423_612_320_9, 0.968_989_837_276_749_1),
        (-12.0, -0.066_555_175_054_373_13, 1.023_110_453_367_970_7),
        (-9.5, 0.319_103_247_719_128_2, -0.108_095_318_811_871_25),
        (-8.0, -0.052_705_050_356_386_2, 0.935_560_938_198_306_5),
        (-3.0, -0.378_814_293_677_658_06, 0.314_583_769_216_598_8),
        (-1.0, 0.535_560_883_292_352_1, -0.010_160_567_116_645_21),
        (0.0, 0.355_028_053_887_817_2, -0.258_819_403_792_806_8),
        (0.5, 0.231_693_606_480_833_5, -0.224_910_532_664_683_9),
        (1.0, 0.135_292_416_312_881_41, -0.159_147_441_296_793_2),
        (1.5, 0.071_749_497_008_105_41, -0.097_382_012_842_301_32),
        (2.2, 0.025_610_404_421_773_213, -0.040_497_263_244_453_12),
        (5.0, 0.000_108_344_428_136_074_42, -0.000_247_413_890_868_462_5),
        (9.0, 2.471_168_430_872_49e-9, -7.480_641_389_658_946e-9),
        (30.0, 3.208_217_591_550_495_8e-49, -1.759_876_581_432_726e-48),
    ];
}
