//! `ln` and `ln_1p`.

use super::super::simd::Arch;
use super::Float;
use super::exp::{LN_2_HIGH, LN_2_LOW};
use super::polynomial::horner;

/// `ln(1 + f) - f` for `1 + f` in [sqrt(1/2), sqrt(2)).
#[inline(always)]
fn ln_tail<A: Arch, F: Float>(f: F) -> F {
    if F::SINGLE {
        F::from_f32(ln_tail_single::<A>(f.to_f32()))
    } else {
        F::from_f64(ln_tail_double::<A>(f.to_f64()))
    }
}

#[inline(always)]
fn ln_tail_single<A: Arch>(f: f32) -> f32 {
    // (ln(1 + f) - f + f^2 / 2) / f^3, 2^-27.3 of ln(1 + f): cheaper than a division at this precision.
    const POLYNOMIAL: [f32; 8] = [
        0.333_333_3,
        -0.250_008_23,
        0.200_012_28,
        -0.166_233_4,
        0.142_017_04,
        -0.131_603_1,
        0.127_620_35,
        -0.076_347_05,
    ];
    let square = f * f;
    (square * f).fma::<A>(horner::<A, f32>(f, &POLYNOMIAL), -0.5 * square)
}

#[inline(always)]
fn ln_tail_double<A: Arch>(f: f64) -> f64 {
    // The form of fdlibm: with s = f / (2 + f), ln(1 + f) = 2 artanh(s) = f - (f^2 / 2 - s (f^2 / 2 + R)), where
    // R = 2 artanh(s) / s - 2 is s^2 times this polynomial in s^2; 2^-59.5 of ln(1 + f).
    const POLYNOMIAL: [f64; 7] = [
        0.666_666_666_666_673_5,
        0.399_999_999_994_128_94,
        0.285_714_287_428_239,
        0.222_221_985_246_895_46,
        0.181_835_670_284_317_44,
        0.153_139_769_955_082_7,
        0.147_967_279_435_056_64,
    ];
    let s = f / (2.0 + f);
    let z = s * s;
    let half_square = 0.5 * f * f;
    s.fma::<A>(
        z.fma::<A>(horner::<A, f64>(z, &POLYNOMIAL), half_square),
        -half_square,
    )
}

/// The natural logarithm, within 1 ulp.
#[inline(always)]
pub(crate) fn ln<A: Arch, F: Float>(x: F) -> F {
    let subnormal = x < F::MIN_POSITIVE;
    let scaled = x * F::SUBNORMAL_SCALE;
    let (m, e, _) = (if subnormal { scaled } else { x }).split_exponent();
    let shift = if subnormal { F::SUBNORMAL_SHIFT } else { F::ZERO };
    specials(x, reduced_ln::<A, F>(m - F::ONE, e - shift))
}

/// `ln(1 + x)` without cancellation near zero, within 1.6 ulp.
#[inline(always)]
pub(crate) fn ln_1p<A: Arch, F: Float>(x: F) -> F {
    // Where the one is lost to rounding anyway, it is left out and x made smaller, to keep 2^-e a normal number.
    let large = x > F::LARGE;
    let scaled = x * F::LARGE_INVERSE;
    let (x_part, one) = if large { (scaled, F::ZERO) } else { (x, F::ONE) };
    let shift = if large { F::LARGE_EXPONENT } else { F::ZERO };
    // (1 + x) 2^-e - 1 is computed from x itself and not from the rounded sum, so nothing of x is lost.
    let (_, e, inverse) = (x_part + one).split_exponent();
    let f = x_part.fma::<A>(inverse, one * inverse - F::ONE);
    let result = specials(x + F::ONE, reduced_ln::<A, F>(f, e + shift));
    // A zero keeps its sign.
    if x.abs() < F::EPSILON * F::HALF { x } else { result }
}

/// `ln(1 + x)` for `x` in [0, 1], within 1.5 ulp.
#[inline(always)]
pub(super) fn ln_1p_bounded<A: Arch, F: Float>(x: F) -> F {
    let (_, e, inverse) = (x + F::ONE).split_exponent();
    reduced_ln::<A, F>(x.fma::<A>(inverse, inverse - F::ONE), e)
}

/// `ln((1 + f) * 2^e)`.
#[inline(always)]
fn reduced_ln<A: Arch, F: Float>(f: F, e: F) -> F {
    e.fma::<A>(LN_2_HIGH.of(), f + e.fma::<A>(LN_2_LOW.of(), ln_tail::<A, F>(f)))
}

/// `result`, or what the logarithm of zero, of a negative number, of infinity and of nan is.
#[inline(always)]
fn specials<F: Float>(x: F, result: F) -> F {
    let positive = if x < F::INFINITY { result } else { x };
    let other = if x == F::ZERO { -F::INFINITY } else { F::NAN };
    if x > F::ZERO { positive } else { other }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{accuracy, check_f64};
    use super::{ln, ln_1p};

    accuracy!(ln_accuracy, ln::<A, f32>, f64::ln, 1.0);
    accuracy!(ln_1p_accuracy, ln_1p::<A, f32>, f64::ln_1p, 1.6);
    check_f64!(ln_in_f64, ln, f64::ln, 2.0);
    check_f64!(ln_1p_in_f64, ln_1p, f64::ln_1p, 3.0);
}
