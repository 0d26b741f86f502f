//! What the functions need to know of a float type: constants, fused arithmetic and its bits.

use std::fmt::Debug;
use std::ops::{Add, Div, Mul, Neg, Sub};

use super::super::simd::Arch;

/// `f32` or `f64`, as the functions of this folder see it.
///
/// Whole numbers that are added to an exponent are held in [`Float::Bits`], as two's complement.
pub(crate) trait Float:
    Copy
    + Debug
    + PartialOrd
    + Send
    + Sync
    + 'static
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
{
    /// The unsigned integer of the same width.
    type Bits: Copy;

    /// Whether this is `f32`: for what each type has its own way for.
    const SINGLE: bool;

    const ZERO: Self;
    const HALF: Self;
    const ONE: Self;
    const TWO: Self;
    const FRAC_1_SQRT_2: Self;
    const INFINITY: Self;
    const NAN: Self;
    /// The least normal number.
    const MIN_POSITIVE: Self;
    /// The distance from one to the next number.
    const EPSILON: Self;
    /// The power of two that makes every subnormal normal: one more than the digits of the fraction.
    const SUBNORMAL_SHIFT: Self;
    /// Two to the power of [`Float::SUBNORMAL_SHIFT`].
    const SUBNORMAL_SCALE: Self;
    /// A power of two so large that one added to it is lost.
    const LARGE: Self;
    /// One over [`Float::LARGE`].
    const LARGE_INVERSE: Self;
    /// The exponent of [`Float::LARGE`].
    const LARGE_EXPONENT: Self;
    /// A number with half the digits of the type and one, plus one: the product with it splits a number in halves.
    const SPLITTER: Self;

    /// `self * b + c`, rounded once where the instruction set can.
    fn fma<A: Arch>(self, b: Self, c: Self) -> Self;

    fn abs(self) -> Self;
    fn sqrt(self) -> Self;

    fn floor(self) -> Self;
    fn ceil(self) -> Self;
    fn trunc(self) -> Self;
    fn round_ties_even(self) -> Self;

    /// The magnitude of `self` with the sign of `sign`.
    fn copysign(self, sign: Self) -> Self;

    /// The whole number nearest to `self * factor`, as a float and as an integer; right up to 2^21 in magnitude.
    fn mul_round<A: Arch>(self, factor: Self) -> (Self, Self::Bits);

    /// Two powers of two whose product is two to the power of `n`, each a normal number even where that is not: for
    /// `n` from -250 to 250 (-2000 to 2000).
    fn power_of_two_factors(n: Self::Bits) -> (Self, Self);

    /// `n - 1`.
    fn decrement(n: Self::Bits) -> Self::Bits;

    /// Two to the power of `n`, for an `n` where that is a normal number.
    fn power_of_two(n: Self::Bits) -> Self;

    /// `(m, e, s)` with `self = m * 2^e`, `m` in [sqrt(1/2), sqrt(2)) and `s = 2^-e`, for a positive normal number.
    ///
    /// `s` is meaningless where it would be subnormal, that is from `e = 127` (1023) on.
    fn split_exponent(self) -> (Self, Self, Self);

    /// Rounds from `f64`; for numbers known in `f64` only, such as a scale given by the caller.
    fn from_f64(x: f64) -> Self;

    fn to_f64(self) -> f64;

    /// Exact if this is `f32`, else rounded.
    fn to_f32(self) -> f32;

    /// Exact.
    fn from_f32(x: f32) -> Self;
}

macro_rules! impl_float {
    ($float:ident, $bits:ident, $fraction_digits:expr) => {
        impl Float for $float {
            type Bits = $bits;

            const SINGLE: bool = $fraction_digits == 23;

            const ZERO: Self = 0.0;
            const HALF: Self = 0.5;
            const ONE: Self = 1.0;
            const TWO: Self = 2.0;
            const FRAC_1_SQRT_2: Self = std::$float::consts::FRAC_1_SQRT_2;
            const INFINITY: Self = $float::INFINITY;
            const NAN: Self = $float::NAN;
            const MIN_POSITIVE: Self = $float::MIN_POSITIVE;
            const EPSILON: Self = $float::EPSILON;
            const SUBNORMAL_SHIFT: Self = ($fraction_digits + 1) as Self;
            const SUBNORMAL_SCALE: Self = (1u64 << ($fraction_digits + 1)) as Self;
            const LARGE: Self = (1u64 << 60) as Self;
            const LARGE_INVERSE: Self = 1.0 / Self::LARGE;
            const LARGE_EXPONENT: Self = 60.0;
            const SPLITTER: Self = ((1u64 << (($fraction_digits + 2) / 2)) + 1) as Self;

            #[inline(always)]
            fn fma<A: Arch>(self, b: Self, c: Self) -> Self {
                if A::FUSED {
                    self.mul_add(b, c)
                } else {
                    self * b + c
                }
            }

            #[inline(always)]
            fn abs(self) -> Self {
                self.abs()
            }

            #[inline(always)]
            fn sqrt(self) -> Self {
                self.sqrt()
            }

            #[inline(always)]
            fn floor(self) -> Self {
                self.floor()
            }

            #[inline(always)]
            fn ceil(self) -> Self {
                self.ceil()
            }

            #[inline(always)]
            fn trunc(self) -> Self {
                self.trunc()
            }

            #[inline(always)]
            fn round_ties_even(self) -> Self {
                self.round_ties_even()
            }

            #[inline(always)]
            fn copysign(self, sign: Self) -> Self {
                self.copysign(sign)
            }

            #[inline(always)]
            fn mul_round<A: Arch>(self, factor: Self) -> (Self, $bits) {
                // Near 1.5 * 2^digits the distance between two floats is one, so the sum is rounded to a whole
                // number, which is then also the difference between the bits.
                const MAGIC: $float = (3u64 << ($fraction_digits - 1)) as $float;
                let shifted = Float::fma::<A>(self, factor, MAGIC);
                (
                    shifted - MAGIC,
                    shifted.to_bits().wrapping_sub(MAGIC.to_bits()),
                )
            }

            #[inline(always)]
            fn power_of_two_factors(n: $bits) -> (Self, Self) {
                // Half of `n`, in the place of the exponent: without the arithmetic shift that AVX2 lacks.
                const FRACTION: $bits = (1 << $fraction_digits) - 1;
                let one = Self::ONE.to_bits();
                let half = (n << ($fraction_digits - 1)) & !FRACTION;
                let rest = (n << $fraction_digits).wrapping_sub(half);
                (
                    $float::from_bits(half.wrapping_add(one)),
                    $float::from_bits(rest.wrapping_add(one)),
                )
            }

            #[inline(always)]
            fn decrement(n: $bits) -> $bits {
                n.wrapping_sub(1)
            }

            #[inline(always)]
            fn power_of_two(n: $bits) -> Self {
                $float::from_bits((n << $fraction_digits).wrapping_add(Self::ONE.to_bits()))
            }

            #[inline(always)]
            fn split_exponent(self) -> (Self, Self, Self) {
                const MAGIC: $float = (3u64 << ($fraction_digits - 1)) as $float;
                const FRACTION: $bits = (1 << $fraction_digits) - 1;
                let one = Self::ONE.to_bits();
                let low = Self::FRAC_1_SQRT_2.to_bits();
                // Measured from sqrt(1/2), the exponent field changes where the wanted exponent does.
                let from_low = self.to_bits().wrapping_sub(low).wrapping_add(one);
                let mantissa = $float::from_bits((from_low & FRACTION).wrapping_add(low));
                let field = from_low & !FRACTION;
                let n = (field >> $fraction_digits).wrapping_sub(one >> $fraction_digits);
                let exponent = $float::from_bits(MAGIC.to_bits().wrapping_add(n)) - MAGIC;
                (
                    mantissa,
                    exponent,
                    $float::from_bits((one << 1).wrapping_sub(field)),
                )
            }

            #[inline(always)]
            fn from_f64(x: f64) -> Self {
                x as Self
            }

            #[inline(always)]
            fn to_f64(self) -> f64 {
                f64::from(self)
            }

            #[inline(always)]
            fn to_f32(self) -> f32 {
                self as f32
            }

            #[inline(always)]
            fn from_f32(x: f32) -> Self {
                Self::from(x)
            }
        }
    };
}

impl_float!(f32, u32, 23);
impl_float!(f64, u64, 52);

#[cfg(test)]
mod tests {
    use super::Float;

    #[test]
    fn split_exponent_puts_the_number_together_again() {
        for bits in (f32::MIN_POSITIVE.to_bits()..f32::INFINITY.to_bits()).step_by(9973) {
            let x = f32::from_bits(bits);
            let (m, e, s) = x.split_exponent();
            assert!(
                (f32::FRAC_1_SQRT_2..=std::f32::consts::SQRT_2).contains(&m),
                "{x:e}: {m}"
            );
            assert_eq!(f64::from(m) * f64::from(e).exp2(), f64::from(x));
            if e < 127.0 {
                assert_eq!(s, (-e).exp2(), "{x:e}");
            }
        }
    }

    #[test]
    fn factors_multiply_to_the_power_of_two() {
        for n in -250_i32..250 {
            let (a, b) = f32::power_of_two_factors(n as u32);
            assert!(a.is_normal() && b.is_normal());
            assert_eq!(f64::from(a) * f64::from(b), f64::from(n).exp2());
            let (a, b) = f64::power_of_two_factors(i64::from(n) as u64);
            assert_eq!(a * b, f64::from(n).exp2());
        }
    }
}
