//! Arrays of numbers that are equally far apart.

use crate::array::Array;
use crate::dtype::{Class, Computing, DType, Element, Scalar};
use crate::error::Error;

impl Array {
    /// `start`, `start + step`, … up to but without `end`: `ceil((end - start) / step)` elements. Of integers, all
    /// 64 bits count.
    ///
    /// Floating-point values are PyTorch's bit for bit on the CPU: in blocks of eight, the block's first value is
    /// rounded from `f64` and the others are added to it.
    ///
    /// ```
    /// use tensor_core::{Array, DType};
    /// let x = Array::arange(1_i64 << 53, (1_i64 << 53) + 3, 1, DType::I64).unwrap();
    /// assert_eq!(x.to_vec::<i64>(), [9007199254740992, 9007199254740993, 9007199254740994]);
    /// ```
    ///
    /// # Errors
    /// If `step` is zero or leads away from `end`, a bound is not finite, `dtype` is bool, or the system gives no memory
    /// for so many.
    pub fn arange(
        start: impl Into<Scalar>,
        end: impl Into<Scalar>,
        step: impl Into<Scalar>,
        dtype: DType,
    ) -> Result<Self, Error> {
        Self::arange_of(start.into(), end.into(), step.into(), dtype)
    }

    fn arange_of(start: Scalar, end: Scalar, step: Scalar, dtype: DType) -> Result<Self, Error> {
        let shape = &[range_length(start, end, step)?];
        match dtype.kernels() {
            Computing::Bool => Err(Error::dtype("arange: bool does not hold a range of numbers")),
            // The length is that of the numbers as they were given; the values are those of integers from the first on.
            Computing::I64 => Self::generated(dtype, shape, |out: &mut [i64]| {
                let (start, step) = (i64::from_scalar(start), i64::from_scalar(step));
                for (i, out) in out.iter_mut().enumerate() {
                    *out = start.wrapping_add(step.wrapping_mul(i as i64));
                }
            }),
            Computing::F64 => Self::generated(dtype, shape, |out| {
                arange::<f64, 4>(out, start.to_f64(), step.to_f64());
            }),
            Computing::F32 => Self::generated(dtype, shape, |out| {
                arange::<f32, 8>(out, start.to_f64(), step.to_f64());
            }),
        }
    }

    /// `steps` values from `start` to `end`, both included, equally far apart; PyTorch's values bit for bit: counted
    /// from the nearer end, with one rounding each.
    ///
    /// # Errors
    /// If `dtype` is bool, or the system gives no memory for them.
    pub fn linspace(start: f64, end: f64, steps: usize, dtype: DType) -> Result<Self, Error> {
        match dtype.class() {
            Class::Bool => Err(Error::dtype(
                "linspace: bool does not hold equally spaced numbers",
            )),
            // Integers lie between the ends as integers: their fractions go before the division.
            Class::Integer => Self::generated(dtype, &[steps], |out: &mut [i64]| {
                linspace(out, start.trunc(), end.trunc());
            }),
            Class::Float if dtype == DType::F64 => {
                Self::generated(dtype, &[steps], |out: &mut [f64]| linspace(out, start, end))
            }
            Class::Float => Self::generated(dtype, &[steps], |out: &mut [f32]| {
                let (start, end) = (start as f32, end as f32);
                let step = (end - start) / (steps.max(2) - 1) as f32;
                for (i, out) in out.iter_mut().enumerate() {
                    *out = if i < steps / 2 || steps == 1 {
                        step.mul_add(i as f32, start)
                    } else {
                        (-step).mul_add((steps - 1 - i) as f32, end)
                    };
                }
            }),
        }
    }
}

/// How many numbers lead from `start` to `end`; the most that can be said if there are more.
fn range_length(start: Scalar, end: Scalar, step: Scalar) -> Result<usize, Error> {
    if step.to_f64() == 0.0 {
        return Err(Error::argument(
            "arange: the step is 0, which never reaches the end",
        ));
    }
    let length = match [start, end, step].map(integer) {
        [Some(start), Some(end), Some(step)] => integer_length(start, end, step),
        _ => float_length(start.to_f64(), end.to_f64(), step.to_f64())?,
    };
    length.ok_or_else(|| {
        Error::argument(format!(
            "arange: from {start} a step of {step} does not lead to {end}"
        ))
    })
}

/// The number if it is an integer, in so many bits that differences do not overflow.
fn integer(number: Scalar) -> Option<i128> {
    match number {
        Scalar::Int(number) => Some(number.into()),
        Scalar::Bool(number) => Some(number.into()),
        Scalar::Float(_) => None,
    }
}

/// None if the step leads away from the end.
fn integer_length(start: i128, end: i128, step: i128) -> Option<usize> {
    let span = end - start;
    if span != 0 && (span > 0) != (step > 0) {
        return None;
    }
    let length = span.unsigned_abs().div_ceil(step.unsigned_abs());
    Some(usize::try_from(length).unwrap_or(usize::MAX))
}

/// None if the step leads away from the end.
fn float_length(start: f64, end: f64, step: f64) -> Result<Option<usize>, Error> {
    if !start.is_finite() || !end.is_finite() || !step.is_finite() {
        return Err(Error::argument(format!(
            "arange: from {start} to {end} by {step} is not a finite range"
        )));
    }
    let length = ((end - start) / step).ceil();
    let leads = length >= 0.0 && (start == end || (end > start) == (step > 0.0));
    Ok(leads.then_some(length as usize))
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
}
