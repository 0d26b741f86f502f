//! A choice between two arrays, element by element.

use crate::array::{Array, Side, promote};
use crate::dtype::{DType, dispatch};
use crate::error::{Error, OrRaise};
use crate::kernel::choose::choose;
use crate::shape::broadcast;

/// `a` where `condition` holds, else `b`, all three broadcast. A condition of bytes, PyTorch's bool once, holds where they are not 0.
///
/// # Panics
/// If `condition` is neither bool nor uint8, or the shapes do not broadcast.
#[track_caller]
#[inline]
pub fn where_<'a>(condition: &Array, a: impl Into<Side<'a>>, b: impl Into<Side<'a>>) -> Array {
    where_of(condition, a.into(), b.into())
}

#[track_caller]
fn where_of(condition: &Array, a: Side<'_>, b: Side<'_>) -> Array {
    if condition.dtype() == DType::U8 {
        return where_of(&condition.to_dtype(DType::Bool), a, b);
    }
    if condition.dtype() != DType::Bool {
        Error::dtype(format!(
            "where needs a condition of bool, not {}",
            condition.dtype()
        ))
        .raise();
    }
    let dtype = promote(a, b);
    let shape = broadcast(&broadcast(a.shape(), b.shape()).or_raise(), condition.shape()).or_raise();
    let (a, b) = (a.to_dtype(dtype), b.to_dtype(dtype));
    dispatch!(dtype, T: Any => {
        let (condition, a, b) = (condition.source(&shape), a.source::<T>(&shape), b.source::<T>(&shape));
        Array::mapped(dtype, &shape, 1, &|first, out| choose(&condition, &a, &b, first, out))
    })
}
