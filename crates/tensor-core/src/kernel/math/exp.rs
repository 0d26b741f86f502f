//! `exp` and `exp_m1`, and the unfinished forms of them that other functions build on.

use std::f64::consts::LOG2_E;

use super::super::simd::Arch;
use super::Float;
use super::polynomial::{Constant, Polynomial};

/// The leading digits of ln 2, few enough that the product with an exponent is exact: 355/512, as Cephes splits it, and
/// the first 33 digits, as fdlibm does.
pub(super) const LN_2_HIGH: Constant = Constant {
    single: 0.693_359_4,
    double: 6.931_471_803_691_238e-1,
};

/// The rest of ln 2.
pub(super) const LN_2_LOW: Constant = Constant {
    single: -2.121_944_4e-4,
    double: 1.908_214_929_270_587_7e-10,
};

/// From here on `exp` overflows.
const OVERFLOW: Constant = Constant {
    single: 89.0,
    double: 710.0,
};

/// `x * exp(x)` is zero from here down, and `exp(x)` all the more.
pub(super) const UNDERFLOW: Constant = Constant {
    single: -120.0,
    double: -760.0,
};

/// `(exp(r) - 1 - r) / r^2` for |r| up to half of ln 2: 2^-26.2 of exp(r) - 1, and 2^-61.7.
const POLYNOMIAL: Polynomial = Polynomial {
    single: &[
        0.499_999_97,
        0.166_665_43,
        0.041_667_2,
        0.008_366_547_5,
        0.001_388_251_9,
    ],
    double: &[
        0.5,
        0.166_666_666_666_666_77,
        0.041_666_666_666_666_51,
        0.008_333_333_333_321_653,
        0.001_388_888_888_896_251_8,
        0.000_198_412_698_860_744_1,
        2.480_158_717_238_57e-5,
        2.755_724_425_328_467_2e-6,
        2.755_740_265_209_879e-7,
        2.510_902_475_223_948_3e-8,
        2.087_536_507_625_443_6e-9,
    ],
};

/// e to the power of `x`, within 1.1 ulp.
#[inline(always)]
pub(crate) fn exp<A: Arch, F: Float>(x: F) -> F {
    let (mantissa, scale) = exp_split::<A, F>(clamp(x, UNDERFLOW.of(), OVERFLOW.of()), -F::ZERO);
    mantissa * scale
}

/// `exp(x) - 1` without cancellation near zero, within 2 ulp.
#[inline(always)]
pub(crate) fn exp_m1<A: Arch, F: Float>(x: F) -> F {
    // Below this the result is -1 for every type, and the exponent is still in range.
    let clamped = clamp(x, F::from_f64(-60.0), OVERFLOW.of());
    let (q, n) = reduced_exp_m1::<A, F>(clamped, -F::ZERO);
    // At half its size, as the power of two overflows before the result does.
    let scale = F::power_of_two(F::decrement(n));
    let result = q.fma::<A>(scale, scale - F::HALF) * F::TWO;
    // A subnormal would lose digits to the scaling, and a zero its sign.
    if x.abs() < F::EPSILON * F::HALF { x } else { result }
}

/// `exp(x) - 1` for `x` in [0, 60], within 1.5 ulp.
#[inline(always)]
pub(super) fn exp_m1_bounded<A: Arch, F: Float>(x: F) -> F {
    let (q, n) = reduced_exp_m1::<A, F>(x, -F::ZERO);
    let scale = F::power_of_two(n);
    q.fma::<A>(scale, scale - F::ONE)
}

/// `exp(high + low)` as a product of two factors, for `high` between [`UNDERFLOW`] and [`OVERFLOW`]. A `low` of
/// minus zero costs nothing.
///
/// The product of the factors is the result rounded once more where that is subnormal; whoever multiplies the
/// result by something else first multiplies the first factor, which is a normal number, and the second last.
#[inline(always)]
pub(super) fn exp_split<A: Arch, F: Float>(high: F, low: F) -> (F, F) {
    let (q, n) = reduced_exp_m1::<A, F>(high, low);
    let (first, second) = F::power_of_two_factors(n);
    ((F::ONE + q) * first, second)
}

/// `(q, n)` with `exp(high + low) = (1 + q) * 2^n`.
#[inline(always)]
fn reduced_exp_m1<A: Arch, F: Float>(high: F, low: F) -> (F, F::Bits) {
    // Cody and Waite's reduction: high - n ln 2 is exact in its leading part.
    let (n, bits) = high.mul_round::<A>(F::from_f64(LOG2_E));
    let r = n.fma::<A>(-LN_2_LOW.of::<F>(), n.fma::<A>(-LN_2_HIGH.of::<F>(), high)) + low;
    ((r * r).fma::<A>(POLYNOMIAL.at::<A, F>(r), r), bits)
}

/// `x` within the bounds; a nan stays one.
#[inline(always)]
pub(super) fn clamp<F: Float>(x: F, low: F, high: F) -> F {
    let x = if x < low { low } else { x };
    if x > high { high } else { x }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{accuracy, check_f64};
    use super::{exp, exp_m1};

    accuracy!(exp_accuracy, exp::<A, f32>, f64::exp, 1.1);
    accuracy!(exp_m1_accuracy, exp_m1::<A, f32>, f64::exp_m1, 2.0);
    check_f64!(exp_in_f64, exp, f64::exp, 2.0);
    check_f64!(exp_m1_in_f64, exp_m1, f64::exp_m1, 3.0);
}
