//! `pow` with the special values of C.

use super::super::simd::Arch;
use super::Float;
use super::exp::exp;
use super::ln::ln;

/// `x` to the power of `y`, within 1 ulp. That of `f64` is the standard library's: not vector code.
#[inline(always)]
pub(crate) fn pow<A: Arch, F: Float>(x: F, y: F) -> F {
    if F::SINGLE {
        F::from_f32(pow_single::<A>(x.to_f32(), y.to_f32()))
    } else {
        F::from_f64(x.to_f64().powf(y.to_f64()))
    }
}

/// By way of `exp(y * ln(x))` in `f64`, where the error of the logarithm does not show even times a hundred.
#[inline(always)]
fn pow_single<A: Arch>(x: f32, y: f32) -> f32 {
    let (base, exponent) = (f64::from(x), f64::from(y));
    // Zeros and infinities come out right by themselves, but for 0 * inf.
    let power = exp::<A, f64>(exponent * ln::<A, f64>(base.abs())) as f32;
    let magnitude = if x.abs() == 1.0 { 1.0 } else { power };
    let (whole, odd) = parity(exponent);
    let signed = if odd { magnitude.copysign(x) } else { magnitude };
    let negative = x < 0.0 && x > f32::NEG_INFINITY;
    let result = if negative && !whole { f32::NAN } else { signed };
    if x == 1.0 || y == 0.0 { 1.0 } else { result }
}

/// Whether a number that was an `f32` is whole, and whether it is odd.
#[inline(always)]
fn parity(y: f64) -> (bool, bool) {
    // Up to 2^51 the sum has the units of `y` as its last digit; an `f32` from 2^24 on is whole and even.
    const MAGIC: f64 = (3u64 << 51) as f64;
    let shifted = y + MAGIC;
    let whole = shifted - MAGIC == y;
    (
        whole,
        whole & (y.abs() < 16_777_216.0) & (shifted.to_bits() & 1 == 1),
    )
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Fused, Plain, SPECIAL, accuracy, sample, ulps};
    use super::pow;

    fn square(x: f64) -> f64 {
        x.powf(2.0)
    }

    fn minus_third(x: f64) -> f64 {
        x.powf(f64::from(-1.0_f32 / 3.0))
    }

    fn exponential(x: f64) -> f64 {
        f64::from(1.7_f32).powf(x)
    }

    accuracy!(square_accuracy, (|x| pow::<A, f32>(x, 2.0)), square, 1.0);
    accuracy!(
        minus_third_accuracy,
        (|x| pow::<A, f32>(x, -1.0 / 3.0)),
        minus_third,
        1.0
    );
    accuracy!(
        exponential_accuracy,
        (|x| pow::<A, f32>(1.7, x)),
        exponential,
        1.0
    );

    #[test]
    fn special_values_are_those_of_c() {
        let more = [
            0.5,
            -0.5,
            2.0,
            -2.0,
            3.0,
            -3.0,
            2.5,
            16_777_217.0,
            -16_777_215.0,
            8_388_608.5,
        ];
        let numbers: Vec<f32> = SPECIAL.into_iter().chain(more).collect();
        for &x in &numbers {
            for &y in &numbers {
                let expected = x.powf(y);
                for got in [pow::<Fused, f32>(x, y), pow::<Plain, f32>(x, y)] {
                    let near = ulps(got, f64::from(x).powf(f64::from(y))) <= 1.0;
                    assert!(
                        near && (got.is_nan() || got.is_sign_negative() == expected.is_sign_negative()),
                        "{x}^{y}: {got}, not {expected}"
                    );
                }
            }
        }
    }

    #[test]
    fn pairs_are_within_the_bound() {
        let numbers: Vec<f32> = sample(10_000_019).collect();
        for &x in &numbers {
            for &y in &numbers {
                let exact = f64::from(x).powf(f64::from(y));
                for got in [pow::<Fused, f32>(x, y), pow::<Plain, f32>(x, y)] {
                    assert!(ulps(got, exact) <= 1.0, "{x:e}^{y:e}: {got:e}, not {exact:e}");
                }
            }
        }
    }
}
