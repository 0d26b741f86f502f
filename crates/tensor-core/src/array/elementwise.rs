//! A function of one or two numbers, applied to the elements of arrays.

use std::borrow::Cow;

use crate::array::{Array, Side};
use crate::dtype::{DType, Element};
use crate::error::OrRaise;
use crate::kernel::map::{self, BinaryLoop, UnaryLoop};
use crate::kernel::source::Source;
use crate::shape::{Shape, broadcast, same};

impl Array {
    /// `op` of every element, which has type `T`.
    pub(crate) fn map<T: Element, U: Element>(&self, op: &dyn UnaryLoop<T, U>) -> Array {
        Array::filled_by::<U>(self.shape(), |out| {
            map::unary(op, self.layout(), self.elements::<T>(), out);
        })
    }

    /// `op` of every element, converted to type `T`.
    pub(crate) fn map_as<T: Element, U: Element>(&self, op: &dyn UnaryLoop<T, U>) -> Array {
        self.as_dtype(T::DTYPE).map(op)
    }

    /// This array in `dtype`: itself if that is its type.
    #[inline]
    pub(super) fn as_dtype(&self, dtype: DType) -> Cow<'_, Array> {
        if self.dtype() == dtype {
            Cow::Borrowed(self)
        } else {
            Cow::Owned(self.to_dtype(dtype))
        }
    }
}

/// `op` of every pair of `a` and `b`, broadcast, both in the element type `T`.
///
/// # Panics
/// If the shapes do not broadcast.
#[track_caller]
pub(crate) fn zip<T: Element, U: Element>(op: &dyn BinaryLoop<T, U>, a: Side<'_>, b: Side<'_>) -> Array {
    // As most pairs are: then there is nothing to find out.
    if let (Side::Array(a), Side::Array(b)) = (a, b)
        && let Some((x, y)) = side_by_side::<T>(a, b)
    {
        return Array::filled_by::<U>(a.shape(), |out| map::binary_flat(op, x, y, out));
    }
    let shape = broadcast(a.shape(), b.shape()).or_raise();
    zip_over(op, &shape, a, b)
}

/// [`zip`] of sides that broadcast to `shape`.
fn zip_over<T: Element, U: Element>(
    op: &dyn BinaryLoop<T, U>,
    shape: &Shape,
    a: Side<'_>,
    b: Side<'_>,
) -> Array {
    let numel = shape.iter().product();
    match (a, b) {
        (Side::Array(a), Side::Number(b)) => {
            let (a, b) = (a.as_dtype(T::DTYPE), T::from_scalar(b));
            Array::filled_by::<U>(shape, |out| {
                map::binary(op, &source(&a, shape), &Source::one(&b, numel), out);
            })
        }
        (Side::Number(a), Side::Array(b)) => {
            let (a, b) = (T::from_scalar(a), b.as_dtype(T::DTYPE));
            Array::filled_by::<U>(shape, |out| {
                map::binary(op, &Source::one(&a, numel), &source(&b, shape), out);
            })
        }
        _ => {
            let (a, b) = (a.to_dtype(T::DTYPE), b.to_dtype(T::DTYPE));
            Array::filled_by::<U>(shape, |out| {
                map::binary(op, &source(&a, shape), &source(&b, shape), out);
            })
        }
    }
}

/// The elements of both, if they lie side by side in the type `T`.
#[inline(always)]
fn side_by_side<'a, T: Element>(a: &'a Array, b: &'a Array) -> Option<(&'a [T], &'a [T])> {
    let alike = a.dtype() == T::DTYPE && b.dtype() == T::DTYPE && same(a.shape(), b.shape());
    if !alike {
        return None;
    }
    a.as_slice::<T>().zip(b.as_slice::<T>())
}

/// The elements of `array`, which broadcasts to `shape`, over it.
#[inline(always)]
pub(super) fn source<'a, T: Element>(array: &'a Array, shape: &Shape) -> Source<'a, T> {
    // What there is nearly always needs no strides.
    if let Some(elements) = array.as_slice::<T>() {
        if same(array.shape(), shape) {
            return Source::neighbours(elements);
        }
        if let [one] = elements {
            return Source::one(one, shape.iter().product());
        }
    }
    match array.layout().strides_over(shape) {
        Some(strides) => Source::new(array.elements(), shape, &strides),
        None => unreachable!("{:?} was found to broadcast to {shape}", array.shape()),
    }
}
