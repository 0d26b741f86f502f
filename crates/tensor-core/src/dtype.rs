//! Element types: the run-time value, the Rust types behind it, plain numbers, and PyTorch's promotion.

use std::fmt;

/// The type of an array's elements, known at run time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[repr(u8)]
pub enum DType {
    /// 32-bit floating point, the default.
    F32,
    /// 64-bit floating point.
    F64,
    /// 64-bit signed integer.
    I64,
    /// True or false, one byte.
    Bool,
}

impl DType {
    /// The bytes of one element.
    pub const fn size(self) -> usize {
        match self {
            DType::F64 | DType::I64 => 8,
            DType::F32 => 4,
            DType::Bool => 1,
        }
    }

    /// Whether elements are floating point, and can therefore carry gradients.
    pub const fn is_float(self) -> bool {
        matches!(self, DType::F32 | DType::F64)
    }

    /// PyTorch's name without its module: `float32`, `float64`, `int64`, `bool`.
    pub const fn name(self) -> &'static str {
        match self {
            DType::F32 => "float32",
            DType::F64 => "float64",
            DType::I64 => "int64",
            DType::Bool => "bool",
        }
    }

    /// The type that holds the values of both: `bool < int64 < float32 < float64`.
    ///
    /// ```
    /// use tensor_core::DType;
    /// assert_eq!(DType::I64.promote(DType::F32), DType::F32);
    /// ```
    pub const fn promote(self, other: DType) -> DType {
        if self.rank() >= other.rank() { self } else { other }
    }

    /// The type of a mean, an `exp`, a true division: itself if floating point, else the default.
    pub const fn to_float(self) -> DType {
        if self.is_float() { self } else { DType::F32 }
    }

    const fn rank(self) -> u8 {
        match self {
            DType::Bool => 0,
            DType::I64 => 1,
            DType::F32 => 2,
            DType::F64 => 3,
        }
    }
}

impl fmt::Display for DType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

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

    /// The type that a number alone would have.
    #[inline]
    pub const fn dtype(self) -> DType {
        match self {
            Scalar::Float(_) => DType::F32,
            Scalar::Int(_) => DType::I64,
            Scalar::Bool(_) => DType::Bool,
        }
    }

    /// The type of an operation between this number and an array of `other`.
    #[inline]
    pub const fn promote(self, other: DType) -> DType {
        match (self, other) {
            (Scalar::Float(_), DType::I64 | DType::Bool) => DType::F32,
            (Scalar::Int(_), DType::Bool) => DType::I64,
            _ => other,
        }
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
    usize => Int as i64, bool => Bool as bool);

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

const fn outrank(higher: DType, lower: DType) -> DType {
    let same_category = matches!(
        (higher, lower),
        (DType::F32 | DType::F64, _) | (DType::I64, DType::I64 | DType::Bool)
    );
    if same_category {
        higher
    } else {
        higher.promote(lower)
    }
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for f32 {}
    impl Sealed for f64 {}
    impl Sealed for i64 {}
    impl Sealed for bool {}
}

/// A Rust type that arrays hold: `f32`, `f64`, `i64`, `bool`.
pub trait Element:
    sealed::Sealed + Copy + Default + PartialEq + PartialOrd + fmt::Debug + Send + Sync + 'static
{
    /// Its run-time name.
    const DTYPE: DType;
    /// The nearest value, as PyTorch's `to` casts.
    fn from_f64(x: f64) -> Self;
    /// The nearest value, as PyTorch's `to` casts.
    fn from_i64(x: i64) -> Self;
    /// The value of a truth.
    fn from_bool(x: bool) -> Self;
    /// The value of a plain number.
    #[inline(always)]
    fn from_scalar(x: Scalar) -> Self {
        match x {
            Scalar::Float(x) => Self::from_f64(x),
            Scalar::Int(x) => Self::from_i64(x),
            Scalar::Bool(x) => Self::from_bool(x),
        }
    }
    /// The value as a plain number.
    fn to_scalar(self) -> Scalar;
    /// The value in another element type.
    fn cast<U: Element>(self) -> U;
}

impl Element for f32 {
    const DTYPE: DType = DType::F32;
    #[inline(always)]
    fn from_f64(x: f64) -> Self {
        x as f32
    }
    #[inline(always)]
    fn from_i64(x: i64) -> Self {
        x as f32
    }
    #[inline(always)]
    fn from_bool(x: bool) -> Self {
        f32::from(u8::from(x))
    }
    #[inline(always)]
    fn to_scalar(self) -> Scalar {
        Scalar::Float(f64::from(self))
    }
    #[inline(always)]
    fn cast<U: Element>(self) -> U {
        U::from_f64(f64::from(self))
    }
}

impl Element for f64 {
    const DTYPE: DType = DType::F64;
    #[inline(always)]
    fn from_f64(x: f64) -> Self {
        x
    }
    #[inline(always)]
    fn from_i64(x: i64) -> Self {
        x as f64
    }
    #[inline(always)]
    fn from_bool(x: bool) -> Self {
        f64::from(u8::from(x))
    }
    #[inline(always)]
    fn to_scalar(self) -> Scalar {
        Scalar::Float(self)
    }
    #[inline(always)]
    fn cast<U: Element>(self) -> U {
        U::from_f64(self)
    }
}

impl Element for i64 {
    const DTYPE: DType = DType::I64;
    #[inline(always)]
    fn from_f64(x: f64) -> Self {
        x as i64
    }
    #[inline(always)]
    fn from_i64(x: i64) -> Self {
        x
    }
    #[inline(always)]
    fn from_bool(x: bool) -> Self {
        i64::from(x)
    }
    #[inline(always)]
    fn to_scalar(self) -> Scalar {
        Scalar::Int(self)
    }
    #[inline(always)]
    fn cast<U: Element>(self) -> U {
        U::from_i64(self)
    }
}

impl Element for bool {
    const DTYPE: DType = DType::Bool;
    #[inline(always)]
    fn from_f64(x: f64) -> Self {
        x != 0.0
    }
    #[inline(always)]
    fn from_i64(x: i64) -> Self {
        x != 0
    }
    #[inline(always)]
    fn from_bool(x: bool) -> Self {
        x
    }
    #[inline(always)]
    fn to_scalar(self) -> Scalar {
        Scalar::Bool(self)
    }
    #[inline(always)]
    fn cast<U: Element>(self) -> U {
        U::from_bool(self)
    }
}

/// Runs an expression once for the element type that a [`DType`] names.
///
/// `dispatch_dtype!(dtype, T => body)` binds `T` to the type; `dispatch_float!` and `dispatch_number!` leave out
/// what the operation does not take, which its caller has refused before.
macro_rules! dispatch_dtype {
    ($dtype:expr, $T:ident => $body:expr) => {
        match $dtype {
            $crate::DType::F32 => {
                type $T = f32;
                $body
            }
            $crate::DType::F64 => {
                type $T = f64;
                $body
            }
            $crate::DType::I64 => {
                type $T = i64;
                $body
            }
            $crate::DType::Bool => {
                type $T = bool;
                $body
            }
        }
    };
}
macro_rules! dispatch_float {
    ($dtype:expr, $T:ident => $body:expr) => {
        match $dtype {
            $crate::DType::F64 => {
                type $T = f64;
                $body
            }
            _ => {
                type $T = f32;
                $body
            }
        }
    };
}
macro_rules! dispatch_number {
    ($dtype:expr, $T:ident => $body:expr) => {
        match $dtype {
            $crate::DType::F32 => {
                type $T = f32;
                $body
            }
            $crate::DType::F64 => {
                type $T = f64;
                $body
            }
            _ => {
                type $T = i64;
                $body
            }
        }
    };
}
macro_rules! dispatch {
    ($dtype:expr, $T:ident: Float => $body:expr) => { $crate::dtype::dispatch_float!($dtype, $T => $body) };
    ($dtype:expr, $T:ident: Number => $body:expr) => { $crate::dtype::dispatch_number!($dtype, $T => $body) };
    ($dtype:expr, $T:ident: Any => $body:expr) => { $crate::dtype::dispatch_dtype!($dtype, $T => $body) };
}
pub(crate) use {dispatch, dispatch_dtype, dispatch_float, dispatch_number};
