//! Orthogonal polynomials, by their recurrences.

use super::one_by_one::of_numbers;
use crate::array::{Array, Side, promote};
use crate::dtype::DType;
use crate::error::Error;

/// A family of orthogonal polynomials; its first two and how each follows from the two before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Orthogonal {
    /// Chebyshev's of the first kind: `1, x, 2 x T_n - T_(n-1)`.
    ChebyshevT,
    /// Chebyshev's of the second kind: `1, 2 x, 2 x U_n - U_(n-1)`.
    ChebyshevU,
    /// Chebyshev's of the third kind: `1, 2 x - 1, 2 x V_n - V_(n-1)`.
    ChebyshevV,
    /// Chebyshev's of the fourth kind: `1, 2 x + 1, 2 x W_n - W_(n-1)`.
    ChebyshevW,
    /// Hermite's of physics: `1, 2 x, 2 x H_n - 2 n H_(n-1)`.
    HermiteH,
    /// Hermite's of probability: `1, x, x He_n - n He_(n-1)`.
    HermiteHe,
    /// Laguerre's: `1, 1 - x, ((2 n + 1 - x) L_n - n L_(n-1)) / (n + 1)`.
    LaguerreL,
    /// Legendre's: `1, x, ((2 n + 1) x P_n - n P_(n-1)) / (n + 1)`.
    LegendreP,
}

/// The largest degree: a recurrence takes as many steps, of each number.
const LIMIT: f64 = 1_000_000.0;

impl Orthogonal {
    /// The derivative of the order `derivative` of the polynomial of every degree at every `x`, broadcast; 0 for a degree below 0.
    /// Degrees are cut to whole numbers. Integers and bools are taken as `f32`.
    ///
    /// # Panics
    /// If the shapes do not broadcast, or a degree is larger than a million.
    #[track_caller]
    pub fn of<'a>(self, derivative: usize, x: impl Into<Side<'a>>, degree: &Array) -> Array {
        let most = degree
            .to_dtype(DType::F64)
            .to_vec::<f64>()
            .into_iter()
            .fold(0.0, f64::max);
        if most > LIMIT {
            let limit = LIMIT as u64;
            Error::argument(format!(
                "{self:?}: the degree must be at most {limit}, and one is {most}"
            ))
            .raise();
        }
        let (x, degree) = (x.into(), Side::from(degree));
        let dtype = promote(x, degree).to_float();
        of_numbers(dtype, x, degree, &|x, degree| self.value(derivative, x, degree))
    }

    /// `a`, `b` and `c` of `p_(k+1) = (a x + b) p_k - c p_(k-1)`, where `p_(-1)` is 0.
    fn step(self, k: f64) -> (f64, f64, f64) {
        match self {
            Self::ChebyshevT if k == 0.0 => (1.0, 0.0, 0.0),
            Self::ChebyshevV if k == 0.0 => (2.0, -1.0, 0.0),
            Self::ChebyshevW if k == 0.0 => (2.0, 1.0, 0.0),
            Self::ChebyshevT | Self::ChebyshevU | Self::ChebyshevV | Self::ChebyshevW => (2.0, 0.0, 1.0),
            Self::HermiteH => (2.0, 0.0, 2.0 * k),
            Self::HermiteHe => (1.0, 0.0, k),
            Self::LaguerreL => (-1.0 / (k + 1.0), (2.0 * k + 1.0) / (k + 1.0), k / (k + 1.0)),
            Self::LegendreP => ((2.0 * k + 1.0) / (k + 1.0), 0.0, k / (k + 1.0)),
        }
    }

    fn value(self, derivative: usize, x: f64, degree: f64) -> f64 {
        if degree.is_nan() {
            return f64::NAN;
        }
        if degree < 0.0 {
            return 0.0;
        }
        // Of this polynomial and the one before, all derivatives up to the wanted one.
        let mut now = vec![0.0; derivative + 1];
        let mut last = now.clone();
        now[0] = 1.0;
        for k in 0..degree as u64 {
            let (a, b, c) = self.step(k as f64);
            // From the highest derivative down, each of which takes the lower one of this polynomial.
            for order in (0..=derivative).rev() {
                let lower = if order == 0 {
                    0.0
                } else {
                    order as f64 * a * now[order - 1]
                };
                let next = (a * x + b) * now[order] + lower - c * last[order];
                last[order] = std::mem::replace(&mut now[order], next);
            }
        }
        now[derivative]
    }
}

#[cfg(test)]
mod tests {
    use super::Orthogonal;

    #[test]
    fn derivatives_are_quotients_of_differences() {
        use Orthogonal::*;
        for family in [
            ChebyshevT, ChebyshevU, ChebyshevV, ChebyshevW, HermiteH, HermiteHe, LaguerreL, LegendreP,
        ] {
            for order in 0..3 {
                let at = |x| family.value(order, x, 6.0);
                let (got, expected) = (
                    family.value(order + 1, 0.3, 6.0),
                    (at(0.3 + 1e-6) - at(0.3 - 1e-6)) / 2e-6,
                );
                assert!(
                    (got - expected).abs() < 1e-6 * (1.0 + expected.abs()),
                    "{family:?} {got} {expected}"
                );
            }
        }
    }
}
