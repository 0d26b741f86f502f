//! Bessel functions: of both kinds, and modified ones of the first kind.

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

#[cfg(test)]
mod tests {
    use super::of_order;

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

    const VALUES: [(f64, f64, f64); 6] = [
        (0.0, 1.0, 0.0),
        (0.5, 0.645_035_270_449_150_1, 0.156_420_803_184_871_73),
        (-3.0, 0.243_000_354_161_825_36, -0.196_826_713_297_300_84),
        (29.0, 0.074_407_468_222_225_59, 0.073_113_117_939_388_36),
        (31.0, 0.071_946_496_696_983_83, 0.070_776_392_834_385_69),
        (700.0, 0.015_081_295_651_531_355, 0.015_070_519_444_716_846),
    ];
}
