//! Divisions that round, and what they leave.

use super::one_by_one::{of_integers, of_numbers, of_pairs};
use super::rule::not_only_bool;
use crate::array::{Array, Side, promote, zip};
use crate::dtype::{DType, dispatch};
use crate::error::{Error, OrRaise};
use crate::kernel::map::Binary;
use crate::kernel::math::Float;
use crate::kernel::simd::Arch;

macro_rules! divisions {
    ($($(#[$doc:meta])* $Name:ident $operation:ident: $floats:ident $(($function:expr))?, $integers:expr;)*) => {$(
        of_pairs! {
            $(#[$doc])*
            $Name(a, b): {
                let dtype = division_dtype(stringify!($operation), a, b).or_raise();
                if dtype.is_float() {
                    return $floats(dtype, a, b $(, $function)?);
                }
                of_integers(dtype, a, b, &$integers)
            }, panics "If the shapes do not broadcast, both sides are bool, or an integer is divided by 0.";
        }
    )*};
}

divisions! {
    /// What truncating division leaves, with the sign of the dividend: C's `fmod`.
    Fmod fmod: by_number(|a, b| a % b), i64::wrapping_rem;
    /// What flooring division leaves, with the sign of the divisor: Python's `%`.
    Remainder remainder: by_number(remainder), integer_remainder;
    /// The quotient rounded down: Python's `//`.
    FloorDivide floor_divide: by_number(floor_divide), integer_floor_divide;
    /// The quotient without its fraction.
    TruncDivide div: whole_quotient, i64::wrapping_div;
}

#[track_caller]
fn by_number(dtype: DType, a: Side<'_>, b: Side<'_>, function: fn(f64, f64) -> f64) -> Array {
    of_numbers(dtype, a, b, &function)
}

#[track_caller]
fn whole_quotient(dtype: DType, a: Side<'_>, b: Side<'_>) -> Array {
    dispatch!(dtype, T: Float => zip::<T, T>(&TruncDivide, dtype, a, b))
}

/// In the element type: a quotient that rounding makes whole is whole.
impl<F: Float> Binary<F, F> for TruncDivide {
    const COST: usize = 2;

    #[inline(always)]
    fn apply<A: Arch>(self, a: F, b: F) -> F {
        (a / b).trunc()
    }
}

/// # Errors
/// If both are bool, or an integer is divided by 0.
fn division_dtype(operation: &str, a: Side<'_>, b: Side<'_>) -> Result<DType, Error> {
    let dtype = not_only_bool(operation, &[a.dtype(), b.dtype()], promote(a, b))?;
    if dtype.is_integer() && has_zero(b) {
        return Err(Error::argument(format!(
            "{operation}: an integer is divided by 0: convert to floating point, where the quotient is infinite"
        )));
    }
    Ok(dtype)
}

fn has_zero(divisor: Side<'_>) -> bool {
    match divisor {
        Side::Number(number) => number.to_f64() == 0.0,
        Side::Array(array) => array.all(&[], false).item().is_ok_and(|all| all.to_f64() == 0.0),
    }
}

fn remainder(a: f64, b: f64) -> f64 {
    let rest = a % b;
    if rest != 0.0 && (rest < 0.0) != (b < 0.0) {
        rest + b
    } else {
        rest
    }
}

fn integer_remainder(a: i64, b: i64) -> i64 {
    let rest = a.wrapping_rem(b);
    if rest != 0 && (rest < 0) != (b < 0) {
        rest + b
    } else {
        rest
    }
}

fn integer_floor_divide(a: i64, b: i64) -> i64 {
    let below = a.wrapping_rem(b) != 0 && (a < 0) != (b < 0);
    a.wrapping_div(b) - i64::from(below)
}

/// As Python's `//`: from the rest, as the quotient itself may be rounded up to a whole number.
fn floor_divide(a: f64, b: f64) -> f64 {
    if b == 0.0 {
        return a / b;
    }
    let rest = a % b;
    let mut quotient = (a - rest) / b;
    if rest != 0.0 && (rest < 0.0) != (b < 0.0) {
        quotient -= 1.0;
    }
    if quotient == 0.0 {
        return 0.0_f64.copysign(a / b);
    }
    quotient.round()
}

#[cfg(test)]
mod tests {
    use super::{FloorDivide, Fmod, Remainder, TruncDivide};
    use crate::array::Array;

    #[test]
    fn signs_are_those_of_python_and_c() {
        let (a, b) = (
            Array::from([7, -7, 7, -7, i64::MIN]),
            Array::from([3, 3, -3, -3, -1]),
        );
        assert_eq!(Fmod::of(&a, &b).to_vec::<i64>(), [1, -1, 1, -1, 0]);
        assert_eq!(Remainder::of(&a, &b).to_vec::<i64>(), [1, 2, -2, -1, 0]);
        assert_eq!(FloorDivide::of(&a, &b).to_vec::<i64>(), [2, -3, -3, 2, i64::MIN]);
        assert_eq!(TruncDivide::of(&a, &b).to_vec::<i64>(), [2, -2, -2, 2, i64::MIN]);
        let halves = Array::from([7.5, -7.5]);
        assert_eq!(Remainder::of(&halves, 2).to_vec::<f32>(), [1.5, 0.5]);
        assert_eq!(FloorDivide::of(&halves, 2).to_vec::<f32>(), [3.0, -4.0]);
        assert_eq!(
            FloorDivide::of(-1, &Array::from([f64::INFINITY])).to_vec::<f32>(),
            [-1.0]
        );
    }

    #[test]
    #[should_panic(expected = "remainder: an integer is divided by 0")]
    fn integers_are_not_divided_by_zero() {
        Remainder::of(&Array::from([1, 2]), &Array::from([1, 0]));
    }
}
