//! Sums and products as an unevaluated pair `(high, low)`, for arguments of `exp` that one float cannot hold.
//!
//! An error in the argument of `exp` is a relative error of its result, so an argument of 100 that is rounded once
//! already costs 50 ulp.

use super::super::simd::Arch;
use super::Float;

/// A constant as a pair; the low part is zero for `f64`.
#[inline(always)]
pub(super) fn pair_from_f64<F: Float>(x: f64) -> (F, F) {
    let high = F::from_f64(x);
    (high, F::from_f64(x - high.to_f64()))
}

/// `a + b` exactly (Knuth's two-sum).
#[inline(always)]
pub(super) fn two_sum<F: Float>(a: F, b: F) -> (F, F) {
    let high = a + b;
    let b_part = high - a;
    let a_part = high - b_part;
    (high, (a - a_part) + (b - b_part))
}

/// `a * b` exactly: by a fused multiply-add, or by Dekker's product of Veltkamp's halves.
///
/// Neither factor may be within a few thousand of overflow, nor the product near underflow.
#[inline(always)]
pub(super) fn two_product<A: Arch, F: Float>(a: F, b: F) -> (F, F) {
    let high = a * b;
    if A::FUSED {
        return (high, a.fma::<A>(b, -high));
    }
    let (a_high, a_low) = halves(a);
    let (b_high, b_low) = halves(b);
    let low = ((a_high * b_high - high) + a_high * b_low + a_low * b_high) + a_low * b_low;
    (high, low)
}

#[inline(always)]
fn halves<F: Float>(x: F) -> (F, F) {
    let scaled = x * F::SPLITTER;
    let high = scaled - (scaled - x);
    (high, x - high)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Fused, Plain, sample};
    use super::{two_product, two_sum};

    #[test]
    fn pairs_are_exact() {
        let numbers: Vec<f32> = sample(100_003)
            .filter(|x| (1e-9..1e9).contains(&x.abs()))
            .collect();
        for pair in numbers.windows(2) {
            let (a, b) = (pair[0], pair[1]);
            let exact = f64::from(a) * f64::from(b);
            for (high, low) in [two_product::<Fused, f32>(a, b), two_product::<Plain, f32>(a, b)] {
                assert_eq!(f64::from(high) + f64::from(low), exact, "{a:e} * {b:e}");
            }
            let (high, low) = two_sum(a, b);
            assert_eq!(high, a + b);
            assert!(
                (f64::from(high) + f64::from(low) - (f64::from(a) + f64::from(b))).abs()
                    <= exact.abs() * 1e-15
            );
        }
    }
}
