//! A function of one or two numbers, applied to the elements of arrays.

use std::borrow::Cow;

use crate::array::{Array, Side};
use crate::dtype::{DType, Element, Scalar};
use crate::error::{Error, OrRaise};
use crate::kernel::convert::Compute;
use crate::kernel::map::{self, BinaryLoop, UnaryLoop};
use crate::kernel::source::Source;
use crate::shape::{broadcast, same};

impl Array {
    /// `op` of every element, which is computed in `T`, as an array of `dtype`, which is computed in `U`.
    #[track_caller]
    pub(crate) fn map<T: Compute, U: Compute>(&self, op: &dyn UnaryLoop<T, U>, dtype: DType) -> Array {
        if let Some(x) = self.run::<T>() {
            return Array::mapped(dtype, self.shape(), op.cost(), &|first, out| {
                op.run(&x[first..][..out.len()], out);
            });
        }
        let x = self.strided_source(self.shape());
        Array::mapped(dtype, self.shape(), op.cost(), &|first, out| {
            map::unary(op, &x, first, out);
        })
    }

    /// `op` of every element, converted to `dtype`, which is computed in `T`.
    #[track_caller]
    pub(crate) fn map_as<T: Compute>(&self, op: &dyn UnaryLoop<T, T>, dtype: DType) -> Array {
        if self.dtype() == dtype {
            return self.map(op, dtype);
        }
        self.to_dtype(dtype).map(op, dtype)
    }

    /// A function of integers or bools in floating point: computed in double precision, and rounded once.
    #[cold]
    #[inline(never)]
    #[track_caller]
    pub(crate) fn by_double(&self, dtype: DType, function: &dyn Fn(&Array) -> Array) -> Array {
        Error::raise_memory_here(|| function(&self.to_dtype(DType::F64)).to_dtype(dtype))
    }

    /// This array in `dtype`: itself if that is its type.
    #[inline]
    #[track_caller]
    pub(super) fn as_dtype(&self, dtype: DType) -> Cow<'_, Array> {
        if self.dtype() == dtype {
            Cow::Borrowed(self)
        } else {
            Cow::Owned(self.to_dtype(dtype))
        }
    }
}

/// `op` of every pair of `a` and `b`, broadcast, both in the element type `dtype`, which is computed in `T`. That is the
/// type of the results too, unless the operation answers in bool.
///
/// # Panics
/// If the shapes do not broadcast.
#[track_caller]
pub(crate) fn zip<T: Compute, U: Compute>(
    op: &dyn BinaryLoop<T, U>,
    dtype: DType,
    a: Side<'_>,
    b: Side<'_>,
) -> Array {
    let result = if T::DTYPE == U::DTYPE { dtype } else { U::DTYPE };
    // As most pairs are: then there is nothing to find out.
    if let (Side::Array(a), Side::Array(b)) = (a, b)
        && let Some((x, y)) = side_by_side::<T>(a, b)
    {
        return Array::mapped(result, a.shape(), op.cost(), &|first, out| {
            op.run(&x[first..][..out.len()], &y[first..][..out.len()], out);
        });
    }
    let shape = broadcast(a.shape(), b.shape()).or_raise();
    let numel = shape.iter().product();
    match (a, b) {
        (Side::Array(a), Side::Number(b)) => {
            let (a, b) = (a.as_dtype(dtype), number(op, b, dtype));
            zipped(op, result, &shape, [&a.source(&shape), &Source::one(&b, numel)])
        }
        (Side::Number(a), Side::Array(b)) => {
            let (a, b) = (number(op, a, dtype), b.as_dtype(dtype));
            zipped(op, result, &shape, [&Source::one(&a, numel), &b.source(&shape)])
        }
        _ => {
            let (a, b) = (a.to_dtype(dtype), b.to_dtype(dtype));
            zipped(op, result, &shape, [&a.source(&shape), &b.source(&shape)])
        }
    }
}

/// `op` of every pair of elements over `shape`.
#[track_caller]
fn zipped<T: Compute, U: Compute>(
    op: &dyn BinaryLoop<T, U>,
    dtype: DType,
    shape: &[usize],
    [a, b]: [&Source<'_, T>; 2],
) -> Array {
    Array::mapped(dtype, shape, op.cost(), &|first, out| {
        map::binary(op, a, b, first, out);
    })
}

/// A plain number beside elements of `dtype`, as PyTorch takes it.
fn number<T: Compute, U>(op: &dyn BinaryLoop<T, U>, number: Scalar, dtype: DType) -> T {
    T::from_scalar(if dtype.is_stored() && !op.exact_number() {
        number.stored_as(dtype)
    } else {
        number
    })
}

/// The elements of both, if they lie side by side in the type `T`.
#[inline(always)]
fn side_by_side<'a, T: Element>(a: &'a Array, b: &'a Array) -> Option<(&'a [T], &'a [T])> {
    if !same(a.shape(), b.shape()) {
        return None;
    }
    a.run::<T>().zip(b.run::<T>())
}
