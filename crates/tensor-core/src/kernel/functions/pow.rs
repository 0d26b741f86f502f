//! Powers.

use crate::array::{Array, Side, promote, zip};
use crate::dtype::{Class, DType, Scalar, dispatch};
use crate::error::{Error, OrRaise};
use crate::kernel::map::{Binary, Unary, UnaryLoop};
use crate::kernel::math::{self, Float};
use crate::kernel::number::Number;
use crate::kernel::simd::Arch;

use super::{Reciprocal, Rsqrt, Sqrt};

/// `a` to the power `b`, as Python's `a ** b`.
#[derive(Clone, Copy, Debug)]
pub struct Pow;

impl Pow {
    /// The power of every pair of elements, broadcast and promoted as in PyTorch.
    ///
    /// ```
    /// use tensor_core::{Array, functions::Pow};
    /// assert_eq!(Pow::of(2, &Array::from([0, 1, 10])).to_vec::<i64>(), [1, 2, 1024]);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not broadcast, or there is no such power ([`dtype`](Self::dtype)).
    #[track_caller]
    #[inline]
    pub fn of<'a>(a: impl Into<Side<'a>>, b: impl Into<Side<'a>>) -> Array {
        Self::of_sides(a.into(), b.into())
    }

    #[track_caller]
    fn of_sides(a: Side<'_>, b: Side<'_>) -> Array {
        let dtype = Self::dtype(a, b).or_raise();
        match dtype.class() {
            Class::Bool => bool_power(a, b),
            Class::Integer => zip::<i64, i64>(&IntegerPow, dtype, a, b),
            Class::Float => power(dtype, a, b),
        }
    }

    /// The element type of the power.
    ///
    /// # Errors
    /// If integers are to be raised to a negative number, or bools to bools.
    pub fn dtype(a: Side<'_>, b: Side<'_>) -> Result<DType, Error> {
        match (promote(a, b), b) {
            (dtype, Side::Number(Scalar::Int(..0))) if dtype.is_integer() => Err(Error::argument(
                "integers have no negative integer powers: convert them to floating point",
            )),
            (DType::Bool, Side::Array(_)) => Err(Error::dtype(
                "pow is not for bool to the power of bool: convert one side to numbers",
            )),
            (dtype, _) => Ok(dtype),
        }
    }
}

impl<F: Float> Binary<F, F> for Pow {
    const COST: usize = 32;
    const SCALAR_F64: bool = true;

    #[inline(always)]
    fn apply<A: Arch>(self, a: F, b: F) -> F {
        math::pow::<A, F>(a, b)
    }
}

/// Of integers, by squaring; a negative power is 0 but for 1 and -1.
#[derive(Clone, Copy)]
struct IntegerPow;

impl Binary<i64, i64> for IntegerPow {
    #[inline(always)]
    fn apply<A: Arch>(self, a: i64, b: i64) -> i64 {
        match (a, b) {
            (1, _) => 1,
            (-1, _) if b % 2 == 0 => 1,
            (-1, _) => -1,
            (_, ..0) => 0,
            (_, _) => positive_power(a, b),
        }
    }
}

#[inline(always)]
fn positive_power(mut base: i64, mut exponent: i64) -> i64 {
    let mut power = 1_i64;
    while exponent > 0 {
        if exponent & 1 == 1 {
            power = power.wrapping_mul(base);
        }
        base = base.wrapping_mul(base);
        exponent >>= 1;
    }
    power
}

/// Of bools to a number that is 0 or 1: to the power of 1 all stays, to that of 0 all is true.
fn bool_power(a: Side<'_>, b: Side<'_>) -> Array {
    let zero = matches!(b, Side::Number(number) if number.to_f64() == 0.0);
    zip::<bool, bool>(&super::Add, DType::Bool, a, Side::Number(Scalar::Bool(zero)))
}

/// In floating point.
#[track_caller]
fn power(dtype: DType, a: Side<'_>, b: Side<'_>) -> Array {
    if let (Side::Array(x), Side::Number(exponent)) = (a, b)
        && let Some(power) = short_power(dtype, x, exponent.to_f64())
    {
        return power;
    }
    dispatch!(dtype, T: Float => zip::<T, T>(&Pow, dtype, a, b))
}

/// `x` to the power of a plain number, by the shorter ways that PyTorch takes too: 0.5 is a square root, 3 is
/// `x * x * x`. `None` if there is no shorter way.
fn short_power(dtype: DType, x: &Array, exponent: f64) -> Option<Array> {
    Some(match exponent {
        0.0 => Array::ones(x.shape(), dtype),
        1.0 => x.to_dtype(dtype),
        _ => dispatch!(dtype, T: Float => x.map_as::<T>(shorter::<T>(exponent)?, dtype)),
    })
}

fn shorter<F: Float + Number>(exponent: f64) -> Option<&'static dyn UnaryLoop<F, F>> {
    Some(match exponent {
        2.0 => &super::Square,
        3.0 => &Cube,
        0.5 => &Sqrt,
        -0.5 => &Rsqrt,
        -1.0 => &Reciprocal,
        -2.0 => &ReciprocalSquare,
        _ => return None,
    })
}

#[derive(Clone, Copy)]
struct Cube;

impl<F: Float> Unary<F, F> for Cube {
    #[inline(always)]
    fn apply<A: Arch>(self, x: F) -> F {
        x * x * x
    }
}

#[derive(Clone, Copy)]
struct ReciprocalSquare;

impl<F: Float> Unary<F, F> for ReciprocalSquare {
    const COST: usize = 2;

    #[inline(always)]
    fn apply<A: Arch>(self, x: F) -> F {
        F::ONE / (x * x)
    }
}
