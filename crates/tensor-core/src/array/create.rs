//! Arrays from nothing, from numbers, and from nested arrays.

use crate::array::Array;
use crate::dtype::{DType, Element, Scalar, dispatch};
use crate::error::{Error, OrRaise};
use crate::shape::{IntoShape, Shape};

impl Array {
    /// Every element `value`.
    ///
    /// ```
    /// use tensor_core::{Array, DType};
    /// assert_eq!(Array::full([2], 7, DType::I64).to_vec::<i64>(), [7, 7]);
    /// ```
    ///
    /// # Panics
    /// If `dtype` is an integer type and the number beyond its range, or the system gives no memory for it.
    #[track_caller]
    #[inline]
    pub fn full(shape: impl IntoShape, value: impl Into<Scalar>, dtype: DType) -> Self {
        Self::full_of(&shape.into_shape(), value.into(), dtype)
    }

    #[track_caller]
    fn full_of(shape: &Shape, value: Scalar, dtype: DType) -> Self {
        value.check_fits("full", dtype).or_raise();
        Self::full_of_stored(shape, value, dtype)
    }

    /// Every element the number, as elements of `dtype` hold it.
    #[track_caller]
    fn full_of_stored(shape: &Shape, value: Scalar, dtype: DType) -> Self {
        dispatch!(dtype, T: Element => Self::written::<T>(shape, |out| out.fill(T::from_scalar(value))))
    }

    /// Every element 0 (or false).
    ///
    /// # Panics
    /// As [`full`](Array::full).
    #[track_caller]
    #[inline]
    pub fn zeros(shape: impl IntoShape, dtype: DType) -> Self {
        Self::full_of_stored(&shape.into_shape(), Scalar::Int(0), dtype)
    }

    /// Every element 1 (or true).
    ///
    /// # Panics
    /// As [`full`](Array::full).
    #[track_caller]
    #[inline]
    pub fn ones(shape: impl IntoShape, dtype: DType) -> Self {
        Self::full_of_stored(&shape.into_shape(), Scalar::Int(1), dtype)
    }

    /// A 0-d array of one number, converted to `dtype` as [`to_dtype`](Self::to_dtype) does.
    #[inline]
    #[track_caller]
    pub fn scalar(value: impl Into<Scalar>, dtype: DType) -> Self {
        Self::full_of_stored(&Shape::scalar(), value.into(), dtype)
    }

    /// Ones on the diagonal of `rows` by `columns` zeros.
    ///
    /// # Panics
    /// As [`full`](Array::full).
    #[track_caller]
    pub fn eye(rows: usize, columns: usize, dtype: DType) -> Self {
        dispatch!(dtype, T: Element => Self::written::<T>(&[rows, columns], |out| {
            out.fill(T::default());
            for i in 0..rows.min(columns) {
                out[i * columns + i] = T::from_bool(true);
            }
        }))
    }

    /// The elements of `values` in row-major order.
    ///
    /// ```
    /// use tensor_core::Array;
    /// let x = Array::from_vec(vec![1.0_f64, 2.0, 3.0, 4.0], [2, 2]).unwrap();
    /// assert_eq!(x.shape(), [2, 2]);
    /// assert!(Array::from_vec(vec![1.0_f64], [2]).is_err());
    /// ```
    ///
    /// # Errors
    /// If the shape does not hold as many elements.
    pub fn from_vec<T: Element>(values: impl AsRef<[T]>, shape: impl IntoShape) -> Result<Self, Error> {
        Self::from_elements(values.as_ref(), shape.into_shape())
    }

    fn from_elements<T: Element>(values: &[T], shape: Shape) -> Result<Self, Error> {
        if values.len() != shape.numel() {
            return Err(Error::shape(format!(
                "shape {shape} holds {} elements, but {} are given",
                shape.numel(),
                values.len()
            )));
        }
        let mut array = Self::try_unfilled(T::DTYPE, &shape)?;
        array.as_mut_slice::<T>().copy_from_slice(values);
        Ok(array)
    }
}

/// Shows every number to a visitor.
type Visit<'a> = &'a dyn Fn(&mut dyn FnMut(Scalar));

/// A number, or arrays, slices or vectors of them nested to any depth: what [`Array::from`] takes.
///
/// Floating-point literals of either width give the default type, `f32`, as `torch.tensor` does with Python's
/// floats; integers give `i64`; bools give `bool`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a number, nor nested arrays of numbers",
    note = "use `Array::from_vec` for an explicit element type"
)]
pub trait Nested {
    /// The element type that literals of this kind give.
    const DTYPE: DType;
    /// Appends the sizes of the dimensions below this one; all parts must agree.
    ///
    /// # Errors
    /// If parts of one dimension differ in size, or a number is more than the kind's element type holds.
    fn shape(&self, shape: &mut Shape) -> Result<(), Error>;
    /// Visits the numbers in row-major order.
    fn visit(&self, visitor: &mut dyn FnMut(Scalar));
}

macro_rules! nested_number {
    ($($number:ty => $dtype:ident $(, refused by $refused:path)?);*) => {$(
        impl Nested for $number {
            const DTYPE: DType = DType::$dtype;
            fn shape(&self, _: &mut Shape) -> Result<(), Error> {
                $($refused(*self)?;)?
                Ok(())
            }
            fn visit(&self, visitor: &mut dyn FnMut(Scalar)) {
                visitor(Scalar::from(*self));
            }
        }
    )*};
}
nested_number!(f32 => F32; f64 => F32; i64 => I64; i32 => I64; u8 => I64; bool => Bool;
    usize => I64, refused by Scalar::try_from_usize);

impl<N: Nested> Nested for [N] {
    const DTYPE: DType = N::DTYPE;
    fn shape(&self, shape: &mut Shape) -> Result<(), Error> {
        shape.push(self.len());
        let depth = shape.len();
        let mut parts = self.iter();
        let Some(first) = parts.next() else {
            return Ok(());
        };
        first.shape(shape)?;
        for part in parts {
            let mut other = Shape::from(&shape[..depth]);
            part.shape(&mut other)?;
            if other != *shape {
                return Err(Error::shape(format!(
                    "nested parts of one dimension differ: one has shape {:?}, another {:?}",
                    &shape[depth..],
                    &other[depth..]
                )));
            }
        }
        Ok(())
    }
    fn visit(&self, visitor: &mut dyn FnMut(Scalar)) {
        for part in self {
            part.visit(visitor);
        }
    }
}

macro_rules! nested_as_slice {
    ($($generics:ident $(, $n:ident)? => $container:ty),*) => {$(
        impl<$generics: Nested $(, const $n: usize)?> Nested for $container {
            const DTYPE: DType = $generics::DTYPE;
            fn shape(&self, shape: &mut Shape) -> Result<(), Error> {
                self[..].shape(shape)
            }
            fn visit(&self, visitor: &mut dyn FnMut(Scalar)) {
                self[..].visit(visitor);
            }
        }
    )*};
}
nested_as_slice!(N, M => [N; M], N => Vec<N>);

impl<N: Nested + ?Sized> Nested for &N {
    const DTYPE: DType = N::DTYPE;
    fn shape(&self, shape: &mut Shape) -> Result<(), Error> {
        (**self).shape(shape)
    }
    fn visit(&self, visitor: &mut dyn FnMut(Scalar)) {
        (**self).visit(visitor);
    }
}

impl Array {
    /// The numbers of a nested literal in a given element type.
    ///
    /// # Errors
    /// If parts of one dimension differ in size, or a number is beyond the range of an integer type.
    #[track_caller]
    pub fn from_nested<N: Nested>(nested: N, dtype: DType) -> Result<Self, Error> {
        let mut shape = Shape::scalar();
        nested.shape(&mut shape)?;
        Self::from_numbers(&shape, dtype, &|visitor| nested.visit(visitor))
    }

    /// The numbers that `visit` shows to its visitor, as many as `shape` has places.
    #[track_caller]
    fn from_numbers(shape: &Shape, dtype: DType, visit: Visit<'_>) -> Result<Self, Error> {
        let mut checked = Ok(());
        let array = dispatch!(dtype, T: Element => Self::written::<T>(shape, |out| {
            let mut places = out.iter_mut();
            visit(&mut |number| {
                if let Some(place) = places.next() {
                    *place = T::from_scalar(number);
                }
                if dtype.is_integer() && checked.is_ok() {
                    checked = number.check_fits("from_nested", dtype);
                }
            });
        }));
        checked.map(|()| array)
    }
}

impl<N: Nested> From<N> for Array {
    /// # Panics
    /// If nested vectors of one dimension differ in length, or an integer is more than `i64` holds.
    #[track_caller]
    fn from(nested: N) -> Self {
        Self::from_nested(nested, N::DTYPE).or_raise()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nested_literals_have_the_default_types() {
        assert_eq!(Array::from([[1.0, 2.0]]).dtype(), DType::F32);
        assert_eq!(Array::from(vec![vec![1, 2], vec![3, 4]]).shape(), [2, 2]);
        assert_eq!(Array::from(3_usize).dtype(), DType::I64);
        assert_eq!(Array::from([true]).dtype(), DType::Bool);
        let ragged = Array::from_nested(vec![vec![1, 2], vec![3]], DType::I64).unwrap_err();
        assert_eq!(
            ragged.to_string(),
            "nested parts of one dimension differ: one has shape [2], another [1]"
        );
        let beyond = Array::from_nested([0, usize::MAX], DType::I64).unwrap_err();
        assert_eq!(
            beyond.to_string(),
            format!("the integer {} is more than int64 holds", usize::MAX)
        );
    }
}
