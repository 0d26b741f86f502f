//! The two sides of an operation, and the element type that they agree on.

use std::borrow::Cow;

use crate::array::Array;
use crate::dtype::{DType, Scalar, result_type};

/// One side of an operation: an array, or a plain number, which does not decide the element type.
#[derive(Clone, Copy, Debug)]
pub enum Side<'a> {
    /// An array.
    Array(&'a Array),
    /// A plain number.
    Number(Scalar),
}

impl<'a> From<&'a Array> for Side<'a> {
    #[inline]
    fn from(array: &'a Array) -> Self {
        Side::Array(array)
    }
}

impl<S: Into<Scalar>> From<S> for Side<'_> {
    #[inline]
    fn from(number: S) -> Self {
        Side::Number(number.into())
    }
}

impl<'a> Side<'a> {
    /// The shape, `[]` of a number.
    pub fn shape(&self) -> &'a [usize] {
        match self {
            Side::Array(array) => array.shape(),
            Side::Number(_) => &[],
        }
    }

    /// The element type; that which a number alone would have.
    pub fn dtype(&self) -> DType {
        match self {
            Side::Array(array) => array.dtype(),
            Side::Number(number) => number.dtype(),
        }
    }

    /// This side in `dtype`: a number becomes a 0-d array.
    #[track_caller]
    pub(super) fn to_dtype(self, dtype: DType) -> Cow<'a, Array> {
        match self {
            Side::Array(array) => array.as_dtype(dtype),
            Side::Number(number) => Cow::Owned(Array::scalar(number, dtype)),
        }
    }
}

/// The element type of an operation between two sides.
pub fn promote(a: Side<'_>, b: Side<'_>) -> DType {
    match (a, b) {
        (Side::Array(a), Side::Array(b)) => result_type(a.promotion(), b.promotion()),
        (Side::Array(array), Side::Number(number)) | (Side::Number(number), Side::Array(array)) => {
            number.promote(array.dtype())
        }
        (Side::Number(a), Side::Number(b)) => a.dtype().promote(b.dtype()),
    }
}
