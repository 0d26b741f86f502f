//! `sin` and `cos`, for arguments of any size.

use super::super::simd::Arch;
use super::Float;
use super::polynomial::horner;

/// The sine, within 1.7 ulp however large the argument. That of `f64` is the standard library's: not vector code.
#[inline(always)]
pub(crate) fn sin<A: Arch, F: Float>(x: F) -> F {
    if !F::SINGLE {
        return F::from_f64(x.to_f64().sin());
    }
    let single = x.to_f32();
    let (r, quadrant) = reduce::<A>(single);
    let result = F::from_f32(by_quadrant::<A>(r, quadrant));
    // A subnormal and the sign of zero would be lost.
    if single.abs() < f32::EPSILON { x } else { result }
}

/// The cosine, within 1.7 ulp however large the argument. That of `f64` is the standard library's: not vector code.
#[inline(always)]
pub(crate) fn cos<A: Arch, F: Float>(x: F) -> F {
    if !F::SINGLE {
        return F::from_f64(x.to_f64().cos());
    }
    let (r, quadrant) = reduce::<A>(x.to_f32());
    F::from_f32(by_quadrant::<A>(r, quadrant.wrapping_add(1)))
}

/// One over two pi in pieces of 26 digits, the last of them 53: the product of a short piece with an `f32` is exact.
const TURNS: [f64; 5] = [
    0.159_154_940_396_547_32,
    2.695_348_000_347_763_7e-9,
    1.791_623_658_671_166e-17,
    6.913_260_073_140_178e-25,
    2.545_416_018_283_558_3e-33,
];
const TURNS_END: f64 = 7.859_136_888_729_011e-41;

/// `(r, n)` with `x = n pi / 2 + r` up to whole turns and |r| at most a little above pi / 4.
///
/// The reduction of Payne and Hanek, without their table: instead of choosing the digits of 1 / (2 pi) that matter
/// for an exponent, it takes all of them and drops whole turns from each product, which is exact.
#[inline(always)]
fn reduce<A: Arch>(x: f32) -> (f32, u64) {
    let x = f64::from(x);
    let parts = TURNS.map(|piece| {
        let turns = x * piece;
        turns - round::<A>(turns)
    });
    // This one has no whole turns, as it is less than a sixteenth of one for every `f32`.
    let end = x * TURNS_END;
    // What the sum is nearest to, in quarters of a turn.
    let sum = parts.iter().fold(end, |sum, part| sum + part);
    let (n, quadrant) = sum.mul_round::<A>(4.0);
    // That is taken away before small parts are added, so that these are not rounded to the digits of large ones: the
    // first two nonzero parts have at most 52 digits between them.
    let quarter = 0.25 * n;
    let fraction = parts[1..]
        .iter()
        .fold(parts[0] - quarter, |rest, part| rest + part)
        + end;
    ((fraction * std::f64::consts::TAU) as f32, quadrant)
}

/// `x` rounded to a whole number.
#[inline(always)]
fn round<A: Arch>(x: f64) -> f64 {
    // An instruction where there is fused arithmetic, but a call of the library on plain SSE2.
    if A::FUSED {
        return x.round_ties_even();
    }
    const MAGIC: f64 = (3u64 << 51) as f64;
    let rounded = (x + MAGIC) - MAGIC;
    if x.abs() < 2_251_799_813_685_248.0 {
        rounded
    } else {
        x
    }
}

/// The sine of `r` plus so many right angles.
#[inline(always)]
fn by_quadrant<A: Arch>(r: f32, quadrant: u64) -> f32 {
    // (sin(r) / r - 1) / r^2 in r^2, 2^-27.9 of sin(r).
    const SIN: [f32; 3] = [-0.166_666_55, 0.008_332_159, -0.000_195_151_21];
    // (cos(r) - 1) / r^2 in r^2, 2^-32.9 of cos(r).
    const COS: [f32; 4] = [-0.5, 0.041_666_646, -0.001_388_731_5, 2.443_3e-5];
    let quadrant = quadrant as u32;
    let square = r * r;
    let sin = (r * square).fma::<A>(horner::<A, f32>(square, &SIN), r);
    let cos = square.fma::<A>(horner::<A, f32>(square, &COS), 1.0);
    let magnitude = if quadrant & 1 == 0 { sin } else { cos };
    f32::from_bits(magnitude.to_bits() ^ ((quadrant & 2) << 30))
}

#[cfg(test)]
mod tests {
    use super::super::testing::accuracy;
    use super::{cos, sin};

    accuracy!(sin_accuracy, sin::<A, f32>, f64::sin, 1.7);
    accuracy!(cos_accuracy, cos::<A, f32>, f64::cos, 1.7);
}
