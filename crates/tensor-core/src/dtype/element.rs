//! The Rust types that arrays hold.

use std::fmt;

use half::{bf16, f16};

use super::{DType, Scalar};

mod sealed {
    pub trait Sealed {}
}

/// A Rust type that arrays hold: `f32`, `f64`, `i64`, `bool`, and to store numbers in `u8`, `i8`, `i16`, `i32`,
/// [`f16`](half::f16) and [`bf16`](half::bf16).
pub trait Element:
    sealed::Sealed + Copy + Default + PartialEq + PartialOrd + fmt::Debug + Send + Sync + 'static
{
    /// Its run-time name.
    const DTYPE: DType;
    /// The value as PyTorch's `to` casts: integers drop the fraction and wrap, anything but 0 is true.
    fn from_f64(x: f64) -> Self;
    /// The value as PyTorch's `to` casts: smaller integers wrap, floating point takes the nearest number.
    fn from_i64(x: i64) -> Self;
    /// 1 for true, 0 for false.
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

/// `x` without its fraction. What no integer holds, not-a-number included, becomes the least one, as the instruction
/// of x86 has it and thus PyTorch: above all, not 0, which would be a class or a position.
#[inline(always)]
fn to_integer(x: f64) -> i64 {
    const END: f64 = (1_u64 << 63) as f64;
    if x < END { x as i64 } else { i64::MIN }
}

macro_rules! elements {
    ($($rust:ty: $dtype:ident, from $from_f64:expr, $from_i64:expr, $from_bool:expr;
        to $scalar:ident, |$x:ident| $to:expr, $cast:ident;)*) => {$(
        impl sealed::Sealed for $rust {}
        impl Element for $rust {
            const DTYPE: DType = DType::$dtype;
            #[inline(always)]
            fn from_f64(x: f64) -> Self {
                $from_f64(x)
            }
            #[inline(always)]
            fn from_i64(x: i64) -> Self {
                $from_i64(x)
            }
            #[inline(always)]
            fn from_bool(x: bool) -> Self {
                $from_bool(x)
            }
            #[inline(always)]
            fn to_scalar(self) -> Scalar {
                let $x = self;
                Scalar::$scalar($to)
            }
            #[inline(always)]
            fn cast<U: Element>(self) -> U {
                let $x = self;
                U::$cast($to)
            }
        }
    )*};
}

elements! {
    f32: F32, from |x| x as f32, |x| x as f32, |x| f32::from(u8::from(x)); to Float, |x| f64::from(x), from_f64;
    f64: F64, from |x| x, |x| x as f64, |x| f64::from(u8::from(x)); to Float, |x| x, from_f64;
    i64: I64, from to_integer, |x| x, i64::from; to Int, |x| x, from_i64;
    bool: Bool, from |x| x != 0.0, |x| x != 0, |x| x; to Bool, |x| x, from_bool;
    u8: U8, from |x| to_integer(x) as u8, |x| x as u8, u8::from; to Int, |x| i64::from(x), from_i64;
    i8: I8, from |x| to_integer(x) as i8, |x| x as i8, i8::from; to Int, |x| i64::from(x), from_i64;
    i16: I16, from |x| to_integer(x) as i16, |x| x as i16, i16::from; to Int, |x| i64::from(x), from_i64;
    i32: I32, from |x| to_integer(x) as i32, |x| x as i32, i32::from; to Int, |x| i64::from(x), from_i64;
    // By way of `f32`, as PyTorch.
    f16: F16, from |x| f16::from_f32(x as f32), |x| f16::from_f32(x as f32), |x| f16::from_f32(f32::from(u8::from(x)));
        to Float, |x| f64::from(x), from_f64;
    bf16: BF16, from |x| bf16::from_f32(x as f32), |x| bf16::from_f32(x as f32), |x| bf16::from_f32(f32::from(u8::from(x)));
        to Float, |x| f64::from(x), from_f64;
}
