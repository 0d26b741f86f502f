//! What is left of the error function, and its inverse; [`erf`](super::erf) itself has a row of its own.

use super::one_by_one::one_by_one;

one_by_one! {
    /// `1 - erf(x)`, accurate where that is small.
    erfc: libm::erfc;
    /// `e^(x^2) erfc(x)`, which does not vanish.
    erfcx: erfcx;
    /// The number whose error function it is; infinite at -1 and 1, not-a-number beyond.
    erfinv: erfinv;
}

fn erfcx(x: f64) -> f64 {
    /// From here on the asymptotic series has all digits.
    const FAR: f64 = 20.0;
    match x {
        x if x < 0.0 => 2.0 * (x * x).exp() - erfcx(-x),
        x if x < FAR => (x * x).exp() * libm::erfc(x),
        x => {
            let square = 2.0 * x * x;
            let series = (1..=8)
                .rev()
                .fold(1.0, |sum, n| 1.0 - f64::from(2 * n - 1) / square * sum);
            series / (x * std::f64::consts::PI.sqrt())
        }
    }
}

fn erfinv(y: f64) -> f64 {
    let distance = y.abs();
    erf_inverse(distance, 1.0 - distance).copysign(y)
}

/// The number, not negative, whose error function is `y`, and whose complement is `rest`: the smaller of the two has to be
/// exact. Winitzki's estimate, within 0.4 %, and three steps of Halley's method, each of which triples the digits.
pub(super) fn erf_inverse(y: f64, rest: f64) -> f64 {
    if y.is_nan() || y == 0.0 || rest <= 0.0 || y < 0.0 {
        return match (y, rest) {
            (0.0, _) => 0.0,
            (_, 0.0) => f64::INFINITY,
            _ => f64::NAN,
        };
    }
    const A: f64 = 0.147;
    let log = (rest * (1.0 + y)).ln();
    let half = 2.0 / (std::f64::consts::PI * A) + log / 2.0;
    let mut x = ((half * half - log / A).sqrt() - half).sqrt();
    for _ in 0..3 {
        // The difference to erf, from the side where no digits cancel.
        let surplus = if y < 0.5 {
            libm::erf(x) - y
        } else {
            rest - libm::erfc(x)
        };
        let step = surplus / (std::f64::consts::FRAC_2_SQRT_PI * (-x * x).exp());
        x -= step / (1.0 + x * step);
    }
    x
}

#[cfg(test)]
mod tests {
    use super::{erfcx, erfinv};

    /// Figures of `torch.special.erfcx`.
    #[test]
    fn erfcx_does_not_vanish() {
        for (x, expected) in [
            (-3.0, 16_205.988_853_999_586),
            (0.0, 1.0),
            (1.0, 0.427_583_576_155_807),
            (5.0, 0.110_704_637_733_068_61),
            (30.0, 0.018_795_888_861_416_754),
            (1e3, 0.000_564_189_301_453_387_6),
        ] {
            assert!((erfcx(x) / expected - 1.0).abs() < 1e-13, "{x}");
        }
    }

    #[test]
    fn erfinv_undoes_erf() {
        for i in 1..=50 {
            let x = 0.1 * f64::from(i);
            let y = libm::erf(x);
            // How far a rounding of y may carry x.
            let slope = std::f64::consts::FRAC_2_SQRT_PI * (-x * x).exp();
            assert!((erfinv(y) - x).abs() <= 1e-15 * x + 2e-16 / slope, "{x}");
        }
        assert_eq!(erfinv(-1e-300), -1e-300 / std::f64::consts::FRAC_2_SQRT_PI);
    }
}
