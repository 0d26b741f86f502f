//! One dispatcher: from a [`DType`](crate::DType) to the Rust type that an expression is compiled for.

use crate::dtype::DType;
use crate::error::Error;

/// Runs an expression, compiled once for each Rust type of a class, for the one that a `DType` names.
///
/// `dispatch!(dtype, T: Float => body)` binds `T` to the type that numbers of `dtype` are *computed* in: `f32` or `f64`
/// for `Float`, `i64` for `Integer`, any of the three for `Number`, `bool` also for `Any`. A type outside of the class is
/// refused, at the line of the caller if the function around is `#[track_caller]`.
///
/// `T: Element` binds the very type of the elements, stored types included; for what only moves elements, `T: Word`
/// binds an integer of their width (`bool` for itself: its bytes are 0 or 1, and stay so).
macro_rules! dispatch {
    ($dtype:expr, $T:ident: Float => $body:expr) => {
        match $dtype.kernels() {
            $crate::dtype::Computing::F32 => {
                type $T = f32;
                $body
            }
            $crate::dtype::Computing::F64 => {
                type $T = f64;
                $body
            }
            $crate::dtype::Computing::I64 | $crate::dtype::Computing::Bool => {
                $crate::dtype::outside("floating-point numbers", $dtype)
            }
        }
    };
    ($dtype:expr, $T:ident: Number => $body:expr) => {
        match $dtype.kernels() {
            $crate::dtype::Computing::F32 => {
                type $T = f32;
                $body
            }
            $crate::dtype::Computing::F64 => {
                type $T = f64;
                $body
            }
            $crate::dtype::Computing::I64 => {
                type $T = i64;
                $body
            }
            $crate::dtype::Computing::Bool => $crate::dtype::outside("numbers", $dtype),
        }
    };
    ($dtype:expr, $T:ident: Integer => $body:expr) => {
        match $dtype.kernels() {
            $crate::dtype::Computing::I64 => {
                type $T = i64;
                $body
            }
            $crate::dtype::Computing::F32
            | $crate::dtype::Computing::F64
            | $crate::dtype::Computing::Bool => $crate::dtype::outside("integers", $dtype),
        }
    };
    ($dtype:expr, $T:ident: Any => $body:expr) => {
        match $dtype.kernels() {
            $crate::dtype::Computing::F32 => {
                type $T = f32;
                $body
            }
            $crate::dtype::Computing::F64 => {
                type $T = f64;
                $body
            }
            $crate::dtype::Computing::I64 => {
                type $T = i64;
                $body
            }
            $crate::dtype::Computing::Bool => {
                type $T = bool;
                $body
            }
        }
    };
    ($dtype:expr, $T:ident: Element => $body:expr) => {
        $crate::dtype::element_types!(($crate::dtype::dispatch_element) ($dtype) $T ($body))
    };
    ($dtype:expr, $T:ident: Word => $body:expr) => {
        match $dtype.width() {
            $crate::dtype::Width::Bool => {
                type $T = bool;
                $body
            }
            $crate::dtype::Width::One => {
                type $T = u8;
                $body
            }
            $crate::dtype::Width::Two => {
                type $T = i16;
                $body
            }
            $crate::dtype::Width::Four => {
                type $T = i32;
                $body
            }
            $crate::dtype::Width::Eight => {
                type $T = i64;
                $body
            }
        }
    };
}

/// The arms of `T: Element`, from the list of types.
macro_rules! dispatch_element {
    (($dtype:expr) $T:ident ($body:expr)
        $($(#[$doc:meta])+ $variant:ident $name:literal $rust:ty, $class:ident $(, computed in $computing:ident)?;)*) => {
        match $dtype {
            $($crate::DType::$variant => {
                type $T = $rust;
                $body
            })*
        }
    };
}
pub(crate) use {dispatch, dispatch_element};

/// Refuses a type that a class does not contain.
#[track_caller]
#[cold]
pub(crate) fn outside(class: &str, dtype: DType) -> ! {
    Error::dtype(format!(
        "this operation is for {class}, not for elements of {dtype}: convert them first"
    ))
    .raise()
}
