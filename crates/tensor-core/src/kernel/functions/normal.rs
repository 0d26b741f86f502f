//! The normal distribution: its probabilities, their logarithm, and their inverse.

use std::f64::consts::{FRAC_1_SQRT_2, PI, SQRT_2};

use super::erf_inverse::erf_inverse;
use super::one_by_one::one_by_one;

one_by_one! {
    /// The probability of a standard normal number below `x`.
    ndtr: ndtr;
    /// The logarithm of [`ndtr`](Self::ndtr), accurate where that is next to 0 or 1.
    log_ndtr: log_ndtr;
    /// The number below which a standard normal one is with probability `x`.
    ndtri: ndtri;
}

fn ndtr(x: f64) -> f64 {
    0.5 * libm::erfc(-x * FRAC_1_SQRT_2)
}

fn log_ndtr(x: f64) -> f64 {
    if x > 1.0 {
        return (-0.5 * libm::erfc(x * FRAC_1_SQRT_2)).ln_1p();
    }
    if x > -30.0 || x.is_nan() {
        return ndtr(x).ln();
    }
    // What is left of the density: 1 - 1/x^2 + 3/x^4 - 15/x^6 + 105/x^8.
    let square = 1.0 / (x * x);
    let rest = 1.0 - square * (1.0 - square * (3.0 - square * (15.0 - square * 105.0)));
    -0.5 * x * x - (-x * (2.0 * PI).sqrt()).ln() + rest.ln()
}

fn ndtri(p: f64) -> f64 {
    // From the smaller side, which has all digits.
    if p < 0.5 {
        -SQRT_2 * erf_inverse(1.0 - 2.0 * p, 2.0 * p)
    } else {
        SQRT_2 * erf_inverse(2.0 * p - 1.0, 2.0 - 2.0 * p)
    }
}

#[cfg(test)]
mod tests {
    use super::{log_ndtr, ndtr, ndtri};

    #[test]
    fn known_values() {
        let close = |a: f64, b: f64| assert!((a - b).abs() <= 4e-14 * b.abs(), "{a:e} {b:e}");
        // torch.special.log_ndtr
        for (x, log) in [
            (-40.0, -804.608_442_013_753_9),
            (-5.0, -15.064_998_393_988_727),
            (5.0, -2.866_516_129_637_633e-7),
        ] {
            close(log_ndtr(x), log);
        }
        for x in [-30.0, -5.0, -0.5, 0.25, 3.0] {
            close(ndtri(ndtr(x)), x);
        }
        assert!(ndtri(0.0) == f64::NEG_INFINITY && ndtri(1.0) == f64::INFINITY && ndtri(1.5).is_nan());
        assert!(ndtri(-0.1).is_nan() && ndtri(f64::NAN).is_nan());
    }
}
