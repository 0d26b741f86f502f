//! [`Amount`]: how much is pruned.

use autograd::Error;

/// How much of what is left is pruned: a fraction, or a number of weights or channels.
///
/// ```
/// use nn::prune::Amount;
/// assert!(matches!(0.5.into(), Amount::Fraction(_)));
/// assert!(matches!(5.into(), Amount::Count(5)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Amount {
    /// From 0 to 1, of which the number is rounded, halves to the even one.
    Fraction(f64),
    /// So many.
    Count(usize),
}

impl From<f64> for Amount {
    fn from(fraction: f64) -> Self {
        Self::Fraction(fraction)
    }
}

impl From<usize> for Amount {
    fn from(count: usize) -> Self {
        Self::Count(count)
    }
}

impl Amount {
    /// How many of `left` that is.
    ///
    /// # Errors
    /// If it is more than all.
    pub(super) fn of(self, left: usize, operation: &str) -> Result<usize, Error> {
        match self {
            Self::Fraction(fraction) if (0.0..=1.0).contains(&fraction) => {
                Ok((fraction * left as f64).round_ties_even() as usize)
            }
            Self::Fraction(fraction) => Err(Error::argument(format!(
                "{operation}: {fraction} is no fraction from 0 to 1"
            ))),
            Self::Count(count) if count <= left => Ok(count),
            Self::Count(count) => Err(Error::argument(format!(
                "{operation}: {count} cannot be pruned where {left} are left"
            ))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Amount;

    #[test]
    fn halves_are_rounded_to_even_numbers() {
        let of = |fraction: f64, left| Amount::from(fraction).of(left, "prune").unwrap();
        assert_eq!([of(0.5, 5), of(0.5, 7), of(0.25, 2), of(1.0, 3)], [2, 4, 0, 3]);
    }

    #[test]
    fn more_than_all_is_refused() {
        let refusal = |amount: Amount| amount.of(3, "prune").unwrap_err().to_string();
        assert_eq!(refusal(4.into()), "prune: 4 cannot be pruned where 3 are left");
        assert_eq!(refusal(1.5.into()), "prune: 1.5 is no fraction from 0 to 1");
        assert_eq!(refusal(f64::NAN.into()), "prune: NaN is no fraction from 0 to 1");
    }
}
