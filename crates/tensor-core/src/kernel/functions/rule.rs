//! Which element types a function takes, and which one its results have: rules that are given the types of all sides and
//! the one that they promote to.

use crate::dtype::DType;
use crate::error::Error;

/// All, as they are.
#[inline]
pub(super) fn any(_operation: &str, _given: &[DType], promoted: DType) -> Result<DType, Error> {
    Ok(promoted)
}

/// Floating-point numbers only.
#[inline]
pub(super) fn floats(operation: &str, _given: &[DType], promoted: DType) -> Result<DType, Error> {
    float_dtype(operation, promoted)
}

/// All: integers and bools become the default floating-point type.
#[inline]
pub(super) fn to_float(_operation: &str, _given: &[DType], promoted: DType) -> Result<DType, Error> {
    Ok(promoted.to_float())
}

/// Numbers only, as [`numbers`]: integers become the default floating-point type.
#[inline]
pub(super) fn numbers_to_float(operation: &str, given: &[DType], promoted: DType) -> Result<DType, Error> {
    numbers(operation, given, promoted).map(DType::to_float)
}

/// Numbers only: no side may be bool.
#[inline]
pub(super) fn numbers(operation: &str, given: &[DType], promoted: DType) -> Result<DType, Error> {
    if given.contains(&DType::Bool) {
        return Err(not_for_bool(operation));
    }
    Ok(promoted)
}

#[cold]
fn not_for_bool(operation: &str) -> Error {
    Error::dtype(format!(
        "{operation} is not for bool: convert to numbers, or use logical operations and comparisons"
    ))
}

/// Numbers, beside which a bool counts as one.
pub(super) fn not_only_bool(operation: &str, _given: &[DType], promoted: DType) -> Result<DType, Error> {
    match promoted {
        DType::Bool => Err(not_for_bool(operation)),
        number => Ok(number),
    }
}

/// Integers and bools.
pub(super) fn whole(operation: &str, _given: &[DType], promoted: DType) -> Result<DType, Error> {
    if promoted.is_float() {
        return Err(not_whole(operation, promoted));
    }
    Ok(promoted)
}

/// Integers only.
pub(super) fn integers(operation: &str, _given: &[DType], promoted: DType) -> Result<DType, Error> {
    if promoted.is_integer() {
        return Ok(promoted);
    }
    Err(not_whole(operation, promoted))
}

fn not_whole(operation: &str, dtype: DType) -> Error {
    Error::dtype(format!(
        "{operation} is for integers, not {dtype}: convert to one of their types first"
    ))
}

/// All: bools are counted.
#[inline]
pub(super) fn counted(_operation: &str, _given: &[DType], promoted: DType) -> Result<DType, Error> {
    Ok(match promoted {
        DType::Bool => DType::I64,
        number => number,
    })
}

/// The element type of an operation that takes only floating-point numbers: their own.
///
/// # Errors
/// If it is not a floating-point type.
pub fn float_dtype(operation: &str, dtype: DType) -> Result<DType, Error> {
    if dtype.is_float() {
        return Ok(dtype);
    }
    Err(Error::dtype(format!(
        "{operation} is for floating-point numbers, not {dtype}: convert them first"
    )))
}
