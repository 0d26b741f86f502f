//! Bessel functions of both kinds, and modified ones of both.

use super::one_by_one::one_by_one;

one_by_one! {
    /// The Bessel function of the first kind of order 0.
    bessel_j0: libm::j0;
    /// The Bessel function of the first kind of order 1.
    bessel_j1: libm::j1;
    /// The Bessel function of the second kind of order 0; minus infinity at 0, not-a-number below.
    bessel_y0: libm::y0;
    /// The Bessel function of the second kind of order 1; minus infinity at 0, not-a-number below.
    bessel_y1: libm::y1;
    /// The modified Bessel function of the first kind of order 0.
    i0: |x: f64| of_order(0, x) * x.abs().exp();
    /// `e^-|x|` times the modified Bessel function of order 0.
    i0e: |x| of_order(0, x);
    /// The modified Bessel function of the first kind of order 1.
    i1: |x: f64| of_order(1, x) * x.abs().exp();
    /// `e^-|x|` times the modified Bessel function of order 1.
    i1e: |x| of_order(1, x);
    /// The modified Bessel function of the second kind of order 0; infinite at 0, not-a-number below.
    k0: |x: f64| second_kind(0.0, x) * (-x).exp();
    /// `e^x` times the modified Bessel function of the second kind of order 0.
    k0e: |x| second_kind(0.0, x);
    /// The modified Bessel function of the second kind of order 1; infinite at 0, not-a-number below.
    k1: |x: f64| second_kind(1.0, x) * (-x).exp();
    /// `e^x` times the modified Bessel function of the second kind of order 1.
    k1e: |x| second_kind(1.0, x);
}

/// From here on the asymptotic series has all digits.
const FAR: f64 = 30.0;

/// `e^-|x|` times the modified Bessel function of order 0 or 1.
fn of_order(order: u32, x: f64) -> f64 {
    let distance = x.abs();
    let value = if distance < FAR {
        by_powers(order, distance) * (-distance).exp()
    } else {
        far_away(order, distance)
    };
    if order == 1 { value.copysign(x) } else { value }
}

/// The sum of `(x/2)^(2k + order) / (k! (k + order)!)`, all of whose terms are positive.
fn by_powers(order: u32, x: f64) -> f64 {
    let square = x * x / 4.0;
    let mut term = if order == 1 { x / 2.0 } else { 1.0 };
    let mut sum = 0.0;
    let mut k = 0.0;
    while term > sum * 1e-17 {
        sum += term;
        k += 1.0;
        term *= square / (k * (k + f64::from(order)));
    }
    sum
}

/// Hankel's series: `1 - (4 o^2 - 1) / 8x + (4 o^2 - 1)(4 o^2 - 9) / 2! (8x)^2 - ..`, over `sqrt(2 π x)`.
fn far_away(order: u32, x: f64) -> f64 {
    let squared = f64::from(4 * order * order);
    let (mut term, mut sum) = (1.0, 0.0);
    for k in 1..=25 {
        sum += term;
        let odd = f64::from(2 * k - 1);
        term *= -(squared - odd * odd) / (f64::from(k) * 8.0 * x);
    }
    sum / (2.0 * std::f64::consts::PI * x).sqrt()
}

/// `e^x` times the modified Bessel function of the second kind of an order from 0 to 1: the integral of
/// `e^(-x (cosh t - 1)) cosh(order t)` over all `t` from 0 on, by the trapezoidal rule, which for such a function is right
/// to all digits once its steps are finer than the function is wide.
pub(super) fn second_kind(order: f64, x: f64) -> f64 {
    if x.is_nan() || x < 0.0 {
        return f64::NAN;
    }
    if x == f64::INFINITY {
        return 0.0;
    }
    if x < TINY {
        return near_zero(order, x);
    }
    let step = (0.4 / x.sqrt()).min(0.125);
    let mut sum = 0.5;
    for k in 1.. {
        let t = f64::from(k) * step;
        // cosh t - 1, without losing its digits where t is small.
        let decay = -2.0 * x * (t / 2.0).sinh().powi(2);
        let term = decay.exp() * (order * t).cosh();
        sum += term;
        if term < sum * 1e-18 && (decay < -1.0) {
            break;
        }
    }
    sum * step
}

/// Below this the first terms of the series have all digits.
const TINY: f64 = 1e-9;

/// `-ln(x / 2) - γ` and `1 / x`, of the orders 0 and 1.
fn near_zero(order: f64, x: f64) -> f64 {
    const EULER: f64 = 0.577_215_664_901_532_9;
    if order == 0.0 {
        -(x / 2.0).ln() - EULER
    } else {
        1.0 / x.abs()
    }
}

#[cfg(test)]
mod tests {
    use super::{of_order, second_kind};

    #[test]
    fn known_values() {
        let close = |a: f64, b: f64| assert!((a - b).abs() <= 1e-14 * b.abs(), "{a:e} {b:e}");
        // torch.special.i0e, i1e
        for (x, i0e, i1e) in VALUES {
            close(of_order(0, x), i0e);
            close(of_order(1, x), i1e);
        }
        assert!(of_order(0, f64::NAN).is_nan() && of_order(1, f64::INFINITY) == 0.0);
    }

    #[test]
    fn known_values_of_the_second_kind() {
        let close = |a: f64, b: f64| assert!((a - b).abs() <= 4e-15 * b.abs(), "{a:e} {b:e}");
        // torch.special.scaled_modified_bessel_k0, k1
        for (x, k0e, k1e) in SECOND {
            close(second_kind(0.0, x), k0e);
            close(second_kind(1.0, x), k1e);
        }
        assert!(second_kind(0.0, -1.0).is_nan() && second_kind(1.0, 0.0) == f64::INFINITY);
    }

    const SECOND: [(f64, f64, f64); 6] = [
        (0.000_976_562_5, 7.054_290_833_146_906, 1_024.996_799_583_583),
        (0.5, 1.524_109_385_773_909_9, 2.731_009_708_211_785_5),
        (2.0, 0.841_568_215_070_771_2, 1.033_476_847_068_688_8),
        (9.0, 0.412_295_549_231_418_03, 0.434_625_245_347_434_63),
        (31.0, 0.224_210_137_419_274_9, 0.227_798_162_594_592_48),
        (700.0, 0.047_362_369_454_613_57, 0.047_396_187_653_494_55),
    ];

    const VALUES: [(f64, f64, f64); 6] = [
        (0.0, 1.0, 0.0),
        (0.5, 0.645_035_270_449_150_1, 0.156_420_803_184_871_73),
        (-3.0, 0.243_000_354_161_825_36, -0.196_826_713_297_300_84),
        (29.0, 0.074_407_468_222_225_59, 0.073_113_117_939_388_36),
        (31.0, 0.071_946_496_696_983_83, 0.070_776_392_834_385_69),
        (700.0, 0.015_081_295_651_531_355, 0.015_070_519_444_716_846),
    ];
}
