//! Constants and polynomials of which each float type has its own.

use super::super::simd::Arch;
use super::Float;

/// A number that is another one for each type: a bound, or one that is rounded in a way of its own.
pub(super) struct Constant {
    pub(super) single: f32,
    pub(super) double: f64,
}

impl Constant {
    #[inline(always)]
    pub(super) fn of<F: Float>(&self) -> F {
        if F::SINGLE {
            F::from_f32(self.single)
        } else {
            F::from_f64(self.double)
        }
    }
}

/// A polynomial, by its coefficients for each type, lowest power first.
pub(super) struct Polynomial {
    pub(super) single: &'static [f32],
    pub(super) double: &'static [f64],
}

impl Polynomial {
    #[inline(always)]
    pub(super) fn at<A: Arch, F: Float>(&self, x: F) -> F {
        if F::SINGLE {
            F::from_f32(horner::<A, f32>(x.to_f32(), self.single))
        } else {
            F::from_f64(horner::<A, f64>(x.to_f64(), self.double))
        }
    }
}

/// The polynomial with these coefficients, lowest power first, by Horner's rule.
#[inline(always)]
pub(super) fn horner<A: Arch, F: Float>(x: F, coefficients: &[F]) -> F {
    let (&highest, rest) = coefficients.split_last().expect("a polynomial has a coefficient");
    rest.iter()
        .rev()
        .fold(highest, |sum, &coefficient| sum.fma::<A>(x, coefficient))
}
