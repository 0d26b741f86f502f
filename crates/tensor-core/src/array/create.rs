//! Arrays from nothing, from numbers, and from nested arrays.

use crate::array::Array;
use crate::dtype::{Class, Computing, DType, Element, Scalar, dispatch};
use crate::error::{Error, OrRaise};
use crate::shape::{IntoShape, Shape};

impl Array {
    /// Every element `value`.
    ///
    /// ```
    /// use tensor_core::{Array, DType};
    /// assert_eq!(Array::full([2], 7, DType::I64).to_vec::<i64>(), [7, 7]);
    /// ```
    pub fn full(shape: impl IntoShape, value: impl Into<Scalar>, dtype: DType) -> Self {
        Self::full_of(&shape.into_shape(), value.into(), dtype)
    }

    fn full_of(shape: &Shape, value: Scalar, dtype: DType) -> Self {
        dispatch!(dtype, T: Element => Self::written::<T>(shape, |out| out.fill(T::from_scalar(value))))
    }

    /// Every element 0 (or false).
    pub fn zeros(shape: impl IntoShape, dtype: DType) -> Self {
        Self::full(shape, 0, dtype)
    }

    /// Every element 1 (or true).
    pub fn ones(shape: impl IntoShape, dtype: DType) -> Self {
        Self::full(shape, 1, dtype)
    }

    /// A 0-d array of one number.
    #[inline]
    pub fn scalar(value: impl Into<Scalar>, dtype: DType) -> Self {
        Self::full((), value, dtype)
    }

    /// `start`, `start + step`, … up to but without `end`: `ceil((end - start) / step)` elements.
    ///
    /// Floating-point values are PyTorch's bit for bit on the CPU: in blocks of eight, the block's first value is
    /// rounded from `f64` and the others are added to it.
    ///
    /// # Errors
    /// If `step` is zero or leads away from `end`, or a bound is not finite.
    pub fn arange(start: f64, end: f64, step: f64, dtype: DType) -> Result<Self, Error> {
        if step == 0.0 {
            return Err(Error::argument(
                "arange: the step is 0, which never reaches the end",
            ));
        }
        if !start.is_finite() || !end.is_finite() || !step.is_finite() {
            return Err(Error::argument(format!(
                "arange: from {start} to {end} by {step} is not a finite range"
            )));
        }
        let length = ((end - start) / step).ceil();
        if length < 0.0 || (start != end && (end > start) != (step > 0.0)) {
            return Err(Error::argument(format!(
                "arange: from {start} a step of {step} does not lead to {end}"
            )));
        }
        let length = length as usize;
        match dtype.kernels() {
            Computing::Bool => Err(Error::dtype("arange: bool does not hold a range of numbers")),
            // The length is that of the numbers as they were given; the values are those of integers from the first on.
            Computing::I64 => Ok(Self::computed([], dtype, &[length], |[], out: &mut [i64]| {
                let (start, step) = (start as i64, step as i64);
                for (i, out) in out.iter_mut().enumerate() {
                    *out = start.wrapping_add(step.wrapping_mul(i as i64));
                }
            })),
            Computing::F64 => Ok(Self::computed([], dtype, &[length], |[], out| {
                arange::<f64, 4>(out, start, step);
            })),
            Computing::F32 => Ok(Self::computed([], dtype, &[length], |[], out| {
                arange::<f32, 8>(out, start, step);
            })),
        }
    }

    /// `steps` values from `start` to `end`, both included, equally far apart; PyTorch's values bit for bit: counted
    /// from the nearer end, with one rounding each.
    ///
    /// # Errors
    /// If `dtype` is bool.
    pub fn linspace(start: f64, end: f64, steps: usize, dtype: DType) -> Result<Self, Error> {
        match dtype.class() {
            Class::Bool => Err(Error::dtype(
                "linspace: bool does not hold equally spaced numbers",
            )),
            // Integers lie between the ends as integers: their fractions go before the division.
            Class::Integer => Ok(Self::computed([], dtype, &[steps], |[], out: &mut [i64]| {
                linspace(out, start.trunc(), end.trunc());
            })),
            Class::Float if dtype == DType::F64 => {
                Ok(Self::computed([], dtype, &[steps], |[], out: &mut [f64]| {
                    linspace(out, start, end);
                }))
            }
            Class::Float => Ok(Self::computed([], dtype, &[steps], |[], out: &mut [f32]| {
                let (start, end) = (start as f32, end as f32);
                let step = (end - start) / (steps.max(2) - 1) as f32;
                for (i, out) in out.iter_mut().enumerate() {
                    *out = if i < steps / 2 || steps == 1 {
                        step.mul_add(i as f32, start)
                    } else {
                        (-step).mul_add((steps - 1 - i) as f32, end)
                    };
                }
            })),
        }
    }

    /// Ones on the diagonal of `rows` by `columns` zeros.
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
        Ok(Self::written::<T>(&shape, |out| out.copy_from_slice(values)))
    }
}

/// PyTorch's vectorised `arange`, for AVX2: pairs of vectors of `LANES` elements, each from a rounded base, and what is
/// left over one by one; every multiplication and addition with one rounding.
fn arange<T: Element, const LANES: usize>(out: &mut [T], start: f64, step: f64) {
    let whole = out.len() - out.len() % (2 * LANES);
    let (vectors, rest) = out.split_at_mut(whole);
    for (i, vector) in vectors.chunks_exact_mut(LANES).enumerate() {
        let base = T::from_f64(step.mul_add((i * LANES) as f64, start))
            .to_scalar()
            .to_f64();
        for (k, out) in vector.iter_mut().enumerate() {
            *out = T::from_f64((k as f64).mul_add(step, base));
        }
    }
    for (k, out) in rest.iter_mut().enumerate() {
        *out = T::from_f64(step.mul_add((whole + k) as f64, start));
    }
}

/// `out.len()` values from `start` to `end`, counted in `f64` from the nearer end.
fn linspace<T: Element>(out: &mut [T], start: f64, end: f64) {
    let steps = out.len();
    let step = (end - start) / (steps.max(2) - 1) as f64;
    for (i, out) in out.iter_mut().enumerate() {
        *out = T::from_f64(if i < steps / 2 || steps == 1 {
            step.mul_add(i as f64, start)
        } else {
            (-step).mul_add((steps - 1 - i) as f64, end)
        });
    }
}

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
    /// If parts of one dimension differ in size.
    fn shape(&self, shape: &mut Shape) -> Result<(), Error>;
    /// Visits the numbers in row-major order.
    fn visit(&self, visitor: &mut dyn FnMut(Scalar));
}

macro_rules! nested_number {
    ($($number:ty => $dtype:ident),*) => {$(
        impl Nested for $number {
            const DTYPE: DType = DType::$dtype;
            fn shape(&self, _: &mut Shape) -> Result<(), Error> {
                Ok(())
            }
            fn visit(&self, visitor: &mut dyn FnMut(Scalar)) {
                visitor(Scalar::from(*self));
            }
        }
    )*};
}
nested_number!(f32 => F32, f64 => F32, i64 => I64, i32 => I64, u8 => I64, usize => I64, bool => Bool);

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
    /// If parts of one dimension differ in size.
    pub fn from_nested<N: Nested>(nested: N, dtype: DType) -> Result<Self, Error> {
        let mut shape = Shape::scalar();
        nested.shape(&mut shape)?;
        Ok(dispatch!(dtype, T: Element => Self::written::<T>(&shape, |out| {
            let mut places = out.iter_mut();
            nested.visit(&mut |number| {
                if let Some(place) = places.next() {
                    *place = T::from_scalar(number);
                }
            });
        })))
    }
}

impl<N: Nested> From<N> for Array {
    /// # Panics
    /// If nested vectors of one dimension differ in length.
    #[track_caller]
    fn from(nested: N) -> Self {
        Self::from_nested(nested, N::DTYPE).or_raise()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arange_has_a_hundred_elements_and_the_reference_bits() {
        let x = Array::arange(0.0, 10.0, 0.1, DType::F32).unwrap();
        assert_eq!(x.shape(), [100]);
        let x = x.to_vec::<f32>();
        assert_eq!((x[3], x[43], x[99]), (0.3, 4.3, 9.9));
        // 60 is no multiple of 16: the last twelve are rounded on their own.
        let x = Array::arange(-3.0, 3.0, 0.1, DType::F32).unwrap().to_vec::<f32>();
        assert_eq!((x[30], x[54]), (-2.384_185_8e-8, 2.4));
        assert_eq!(
            Array::arange(5.0, 0.0, -2.0, DType::I64).unwrap().to_vec::<i64>(),
            [5, 3, 1]
        );
        assert_eq!(Array::arange(0.0, 0.0, 1.0, DType::F32).unwrap().numel(), 0);
        // PyTorch's, too: the length of the floating-point range, the steps of the integers.
        assert_eq!(
            Array::arange(2.5, -1.0, -1.0, DType::I64)
                .unwrap()
                .to_vec::<i64>(),
            [2, 1, 0, -1]
        );
        for (start, end, step) in [
            (0.0, 5.0, 0.0),
            (0.0, 5.0, -1.0),
            (5.0, 0.0, 1.0),
            (0.0, f64::INFINITY, 1.0),
        ] {
            assert!(
                Array::arange(start, end, step, DType::F32).is_err(),
                "{start} {end} {step}"
            );
        }
    }

    #[test]
    fn linspace_ends_where_it_should() {
        let x = Array::linspace(-10.0, 10.0, 50, DType::F32)
            .unwrap()
            .to_vec::<f32>();
        assert_eq!((x[0], x[49], x.len()), (-10.0, 10.0, 50));
        assert_eq!(
            Array::linspace(3.0, 5.0, 1, DType::F32).unwrap().to_vec::<f32>(),
            [3.0]
        );
        assert_eq!(Array::linspace(3.0, 5.0, 0, DType::F64).unwrap().numel(), 0);
        assert_eq!(
            Array::linspace(-1.5, 2.5, 4, DType::I64).unwrap().to_vec::<i64>(),
            [-1, 0, 1, 2]
        );
    }

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
    }
}
