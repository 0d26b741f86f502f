//! Plain numbers, and the part that operands play in promotion.

use std::fmt;

use super::{Class, DType, Element, dispatch};
use crate::error::{Error, OrRaise};

/// A plain number, which takes part in an operation without deciding its element type: an `f32` array times `2.0`
/// stays `f32`, an integer array times `2.0` becomes the default floating type.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scalar {
    /// A floating-point literal.
    Float(f64),
    /// An integer literal.
    Int(i64),
    /// `true` or `false`.
    Bool(bool),
}

impl Scalar {
    /// The number as floating point.
    #[inline]
    pub fn to_f64(self) -> f64 {
        match self {
            Scalar::Float(x) => x,
            Scalar::Int(x) => x as f64,
            Scalar::Bool(x) => f64::from(u8::from(x)),
        }
    }

    /// The number as an element of `dtype` holds it.
    pub(crate) fn stored_as(self, dtype: DType) -> Scalar {
        dispatch!(dtype, T: Element => T::from_scalar(self).to_scalar())
    }

    /// The type that a number alone would have.
    #[inline]
    pub const fn dtype(self) -> DType {
        match self {
            Scalar::Float(_) => DType::F32,
            Scalar::Int(_) => DType::I64,
            Scalar::Bool(_) => DType::Bool,
        }
    }

    /// The type of an operation between this number and an array of `other`: that of the array, unless the number is of
    /// a higher class.
    ///
    /// ```
    /// use tensor_core::{DType, Scalar};
    /// assert_eq!(Scalar::Float(0.5).promote(DType::BF16), DType::BF16);
    /// assert_eq!(Scalar::Float(0.5).promote(DType::U8), DType::F32);
    /// ```
    #[inline]
    pub const fn promote(self, other: DType) -> DType {
        outrank(other, self.dtype())
    }
}

macro_rules! scalar_from {
    ($($from:ty => $variant:ident as $to:ty),* $(,)?) => {$(
        impl From<$from> for Scalar {
            #[inline]
            fn from(value: $from) -> Self {
                Scalar::$variant(value as $to)
            }
        }
    )*};
}
scalar_from!(f64 => Float as f64, f32 => Float as f64, i64 => Int as i64, i32 => Int as i64, u8 => Int as i64,
    bool => Bool as bool);

impl From<usize> for Scalar {
    /// # Panics
    /// If the number is more than an `i64` holds.
    #[inline]
    #[track_caller]
    fn from(value: usize) -> Self {
        Self::try_from_usize(value).or_raise()
    }
}

impl Scalar {
    /// # Errors
    /// If the number is more than an `i64` holds.
    pub(crate) fn try_from_usize(value: usize) -> Result<Self, Error> {
        i64::try_from(value)
            .map(Scalar::Int)
            .map_err(|_| Error::argument(format!("the integer {value} is more than int64 holds")))
    }
}

impl fmt::Display for Scalar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Scalar::Float(x) => write!(f, "{x}"),
            Scalar::Int(x) => write!(f, "{x}"),
            Scalar::Bool(x) => write!(f, "{x}"),
        }
    }
}

/// The part that an operand plays in promotion: an array with dimensions outranks one without, which outranks a
/// plain number, unless the lower one is of a higher category (bool, integer, floating point).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rank {
    /// An array of one dimension or more.
    Dimensioned,
    /// An array without dimensions.
    ZeroDim,
}

/// The element type of an operation between two arrays (PyTorch's `result_type`).
///
/// ```
/// use tensor_core::{DType, Rank, result_type};
/// // A 0-d float64 does not widen a float32 vector, but it does widen an integer one.
/// assert_eq!(result_type((DType::F32, Rank::Dimensioned), (DType::F64, Rank::ZeroDim)), DType::F32);
/// assert_eq!(result_type((DType::I64, Rank::Dimensioned), (DType::F64, Rank::ZeroDim)), DType::F64);
/// ```
#[inline]
pub const fn result_type(a: (DType, Rank), b: (DType, Rank)) -> DType {
    match (a.1, b.1) {
        (Rank::Dimensioned, Rank::ZeroDim) => outrank(a.0, b.0),
        (Rank::ZeroDim, Rank::Dimensioned) => outrank(b.0, a.0),
        _ => a.0.promote(b.0),
    }
}

/// The type of `higher`, unless `lower` is of a higher class.
#[inline]
const fn outrank(higher: DType, lower: DType) -> DType {
    match (higher.class(), lower.class()) {
        (Class::Float, _) | (Class::Integer, Class::Integer | Class::Bool) | (Class::Bool, Class::Bool) => {
            higher
        }
        (Class::Integer, Class::Float) | (Class::Bool, Class::Integer | Class::Float) => lower,
    }
}
