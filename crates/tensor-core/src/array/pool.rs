//! Pooling, its gradients, and unpooling.

use crate::array::Array;
use crate::dtype::{DType, Element, dispatch};
use crate::error::{Error, OrRaise};
use crate::kernel::functions::float_dtype;
use crate::kernel::pool::{adaptive, average, indexed, max};
use crate::scratch;
use crate::shape::{AdaptivePooling, Pooling, Shape, named, same};

/// What the sum of a window is divided by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Divisor {
    /// The number of its elements, padding with them.
    WithPadding,
    /// The number of its elements that are not padding.
    WithoutPadding,
    /// This number.
    Number(i64),
}

impl Array {
    /// The largest element of each window, not-a-number before all.
    ///
    /// ```
    /// use tensor_core::{Array, PoolMoves, Pooling};
    /// let x = Array::from([[1.0, 5.0, 2.0, 4.0]]);
    /// let moves = PoolMoves { kernel_size: &[2], stride: &[2], padding: &[0], dilation: &[1], ceil_mode: false };
    /// let pool = Pooling::new("max_pool1d", x.shape(), moves).unwrap();
    /// assert_eq!(x.max_pool(&pool).to_vec::<f32>(), [5.0, 4.0]);
    /// ```
    ///
    /// # Panics
    /// If the shape is not that of `pool`, or the elements are bool.
    #[track_caller]
    pub fn max_pool(&self, pool: &Pooling) -> Array {
        self.pooled(pool, false).0
    }

    /// The largest element of each window, not-a-number before all, and its place in its channel, counted in row-major
    /// order: of equal ones the first, of not-a-numbers the last.
    ///
    /// # Panics
    /// If the shape is not that of `pool`, or the elements are bool.
    #[track_caller]
    pub fn max_pool_with_indices(&self, pool: &Pooling) -> (Array, Array) {
        self.pooled(pool, true)
    }

    #[track_caller]
    fn pooled(&self, pool: &Pooling, with_indices: bool) -> (Array, Array) {
        check("max_pool", &pool.input_shape(), self.shape()).or_raise();
        let (dtype, x, shape) = (self.dtype(), self.contiguous(), pool.output_shape());
        let of_indices = if with_indices {
            shape.clone()
        } else {
            Shape::from(&[0][..])
        };
        let mut indices = Array::unfilled(DType::I64, &of_indices);
        let values = dispatch!(dtype, T: Number => Array::computed_with_room([&x], dtype, &shape, |[x], out: &mut [T]| {
            if !out.is_empty() {
                let x = x.as_slice::<T>().unwrap_or_default();
                max::max_pool(&pool.windows, x, out, indices.as_mut_slice());
            }
        }));
        (values, indices)
    }

    /// The mean of each window.
    ///
    /// ```
    /// use tensor_core::{Array, Divisor, PoolMoves, Pooling};
    /// let x = Array::from([[1.0, 5.0, 2.0, 4.0]]);
    /// let moves = PoolMoves { kernel_size: &[2], stride: &[2], padding: &[0], dilation: &[1], ceil_mode: false };
    /// let pool = Pooling::new("avg_pool1d", x.shape(), moves).unwrap();
    /// assert_eq!(x.avg_pool(&pool, Divisor::WithPadding).to_vec::<f32>(), [3.0, 3.0]);
    /// ```
    ///
    /// # Panics
    /// If the shape is not that of `pool`, or the elements are not floating point.
    #[track_caller]
    pub fn avg_pool(&self, pool: &Pooling, divisor: Divisor) -> Array {
        check("avg_pool", &pool.input_shape(), self.shape()).or_raise();
        let (dtype, x) = (
            float_dtype("avg_pool", self.dtype()).or_raise(),
            self.contiguous(),
        );
        dispatch!(dtype, T: Float => Array::computed_with_room([&x], dtype, &pool.output_shape(), |[x], out: &mut [T]| {
            let x = x.as_slice::<T>().unwrap_or_default();
            average::avg_pool(&pool.windows, &divisors::<T>(pool, divisor), x, out);
        }))
    }

    /// The gradient of the input of [`Array::avg_pool`], of the output's.
    ///
    /// # Panics
    /// If the shape is not that of `pool`'s output, or the elements are not floating point.
    #[track_caller]
    pub fn avg_pool_input(&self, pool: &Pooling, divisor: Divisor) -> Array {
        check("avg_pool", &pool.output_shape(), self.shape()).or_raise();
        let (dtype, grad) = (
            float_dtype("avg_pool", self.dtype()).or_raise(),
            self.contiguous(),
        );
        dispatch!(dtype, T: Float => Array::computed_with_room([&grad], dtype, &pool.input_shape(), |[grad], out: &mut [T]| {
            let grad = grad.as_slice::<T>().unwrap_or_default();
            average::avg_pool_input(&pool.windows, &divisors::<T>(pool, divisor), grad, out);
        }))
    }

    /// The mean of each of as many windows as `pool` asks for.
    ///
    /// ```
    /// use tensor_core::{AdaptivePooling, Array};
    /// let x = Array::from([[1.0, 5.0, 2.0]]);
    /// let pool = AdaptivePooling::new("adaptive_avg_pool1d", x.shape(), &[Some(2)]).unwrap();
    /// assert_eq!(x.adaptive_avg_pool(&pool).to_vec::<f32>(), [3.0, 3.5]);
    /// ```
    ///
    /// # Panics
    /// If the shape is not that of `pool`, or the elements are not floating point.
    #[track_caller]
    pub fn adaptive_avg_pool(&self, pool: &AdaptivePooling) -> Array {
        check("adaptive_avg_pool", &pool.input_shape(), self.shape()).or_raise();
        let (dtype, x) = (
            float_dtype("adaptive_avg_pool", self.dtype()).or_raise(),
            self.contiguous(),
        );
        if let Some(regular) = pool.regular().filter(|pool| pool.windows.area() > 1) {
            return x.avg_pool(&regular, Divisor::WithPadding);
        }
        if pool.output == [1; 3] {
            let planes: usize = pool.input_shape().numel() / pool.input.iter().product::<usize>();
            let area = pool.input.iter().product::<usize>();
            return x
                .reshape([planes, area])
                .mean(&[1], false)
                .reshape(&pool.output_shape());
        }
        dispatch!(dtype, T: Float => Array::computed_with_room([&x], dtype, &pool.output_shape(), |[x], out: &mut [T]| {
            if !out.is_empty() {
                adaptive::avg_pool(pool, x.as_slice::<T>().unwrap_or_default(), out);
            }
        }))
    }

    /// The gradient of the input of [`Array::adaptive_avg_pool`], of the output's.
    ///
    /// # Panics
    /// If the shape is not that of `pool`'s output, or the elements are not floating point.
    #[track_caller]
    pub fn adaptive_avg_pool_input(&self, pool: &AdaptivePooling) -> Array {
        check("adaptive_avg_pool", &pool.output_shape(), self.shape()).or_raise();
        let (dtype, grad) = (
            float_dtype("adaptive_avg_pool", self.dtype()).or_raise(),
            self.contiguous(),
        );
        if let Some(regular) = pool.regular().filter(|pool| pool.windows.area() > 1) {
            return grad.avg_pool_input(&regular, Divisor::WithPadding);
        }
        dispatch!(dtype, T: Float => Array::computed_with_room([&grad], dtype, &pool.input_shape(), |[grad], out: &mut [T]| {
            adaptive::avg_pool_input(pool, grad.as_slice::<T>().unwrap_or_default(), out);
        }))
    }

    /// The largest element of each of as many windows as `pool` asks for, and its place in its channel, as
    /// [`Array::max_pool_with_indices`] gives it.
    ///
    /// # Panics
    /// If the shape is not that of `pool`, or the elements are bool.
    #[track_caller]
    pub fn adaptive_max_pool(&self, pool: &AdaptivePooling) -> (Array, Array) {
        check("adaptive_max_pool", &pool.input_shape(), self.shape()).or_raise();
        if let Some(regular) = pool.regular().filter(|pool| pool.windows.area() > 1) {
            return self.max_pool_with_indices(&regular);
        }
        let (dtype, x, shape) = (self.dtype(), self.contiguous(), pool.output_shape());
        let mut indices = Array::unfilled(DType::I64, &shape);
        let values = dispatch!(dtype, T: Number => Array::computed_with_room([&x], dtype, &shape, |[x], out: &mut [T]| {
            if !out.is_empty() {
                adaptive::max_pool(pool, x.as_slice::<T>().unwrap_or_default(), out, indices.as_mut_slice());
            }
        }));
        (values, indices)
    }

    /// The elements of each channel that indices name, `[.., sizes] -> indices' shape`: what pooling took.
    ///
    /// ```
    /// use tensor_core::Array;
    /// let (x, indices) = (Array::from([[1.0, 2.0], [3.0, 4.0]]), Array::from([[1], [0]]));
    /// assert_eq!(x.take_pooled(&indices, 1).to_vec::<f32>(), [2.0, 3.0]);
    /// ```
    ///
    /// # Panics
    /// If the `rank` last dimensions are not those of channels that the indices have as well, an index names no element,
    /// or the indices are not integers.
    #[track_caller]
    pub fn take_pooled(&self, indices: &Array, rank: usize) -> Array {
        let area = check_indices("take_pooled", self.shape(), indices, rank).or_raise();
        let (x, indices) = (self.contiguous(), indices.contiguous());
        dispatch!(self.dtype(), T: Word => Array::moved::<T>(self.dtype(), indices.shape(), |out| {
            indexed::gather(&x.words::<T>()[..x.numel()], area, indices.as_slice().unwrap_or_default(), out);
        }))
    }

    /// Each channel of a new array of this shape with the elements where the indices say, sums where several go to one
    /// place, and 0 elsewhere: the gradient of [`Array::take_pooled`].
    ///
    /// # Panics
    /// As [`Array::take_pooled`], and if the elements are not floating point.
    #[track_caller]
    pub fn put_pooled(&self, indices: &Array, rank: usize, shape: &[usize]) -> Array {
        let area = check_indices("put_pooled", shape, indices, rank).or_raise();
        check("put_pooled", indices.shape(), self.shape()).or_raise();
        let (dtype, values, indices) = (
            float_dtype("put_pooled", self.dtype()).or_raise(),
            self.contiguous(),
            indices.contiguous(),
        );
        dispatch!(dtype, T: Float => Array::computed_with_room([&values], dtype, shape, |[values], out: &mut [T]| {
            let indices = indices.as_slice().unwrap_or_default();
            indexed::scatter_add(values.as_slice::<T>().unwrap_or_default(), indices, area, out);
        }))
    }

    /// [`Array::put_pooled`] where the last element that goes to a place wins.
    ///
    /// ```
    /// use tensor_core::Array;
    /// let (x, indices) = (Array::from([[5.0], [7.0]]), Array::from([[1], [0]]));
    /// assert_eq!(x.unpool(&indices, 1, &[2, 2]).to_vec::<f32>(), [0.0, 5.0, 7.0, 0.0]);
    /// ```
    ///
    /// # Panics
    /// As [`Array::take_pooled`].
    #[track_caller]
    pub fn unpool(&self, indices: &Array, rank: usize, shape: &[usize]) -> Array {
        let name = named(["max_unpool1d", "max_unpool2d", "max_unpool3d"], rank);
        let area = check_indices(name, shape, indices, rank).or_raise();
        check(name, indices.shape(), self.shape()).or_raise();
        let (values, indices) = (self.contiguous(), indices.contiguous());
        dispatch!(self.dtype(), T: Word => Array::moved::<T>(self.dtype(), shape, |out| {
            let indices = indices.as_slice().unwrap_or_default();
            indexed::unpool(&values.words::<T>()[..values.numel()], indices, area, out);
        }))
    }
}

/// What belongs to each window's place.
fn divisors<T: Element>(pool: &Pooling, divisor: Divisor) -> Vec<T> {
    let number = |count: usize| T::from_i64(count as i64);
    let area = pool.windows.area();
    match divisor {
        Divisor::WithPadding => scratch::collected(area, pool.counts(true).map(number)),
        Divisor::WithoutPadding => scratch::collected(area, pool.counts(false).map(number)),
        Divisor::Number(divisor) => scratch::filled(T::from_i64(divisor), area),
    }
}

fn check(name: &str, expected: &[usize], found: &[usize]) -> Result<(), Error> {
    if same(expected, found) {
        return Ok(());
    }
    Err(Error::shape(format!(
        "{name}: the shape must be {expected:?}, and is {found:?}"
    )))
}

/// How many elements a channel of `shape` has in its `rank` last dimensions, if the indices are places in channels of it.
fn check_indices(name: &str, shape: &[usize], indices: &Array, rank: usize) -> Result<usize, Error> {
    if indices.dtype() != DType::I64 {
        return Err(Error::dtype(format!(
            "{name}: indices are integers (int64), not {}",
            indices.dtype()
        )));
    }
    let (Some(lead), Some(lead_indices)) = (shape.len().checked_sub(rank), indices.rank().checked_sub(rank))
    else {
        return Err(Error::shape(format!(
            "{name}: {shape:?} has not {rank} dimensions of a channel"
        )));
    };
    check(name, &shape[..lead], &indices.shape()[..lead_indices])?;
    let area = shape[lead..].iter().product();
    let indices = indices.contiguous();
    let places = indices.as_slice::<i64>().unwrap_or_default();
    match places
        .iter()
        .find(|place| usize::try_from(**place).map_or(true, |place| place >= area))
    {
        Some(place) => Err(Error::index(format!(
            "{name}: index {place} names no element of a channel, which has {area} elements"
        ))),
        None => Ok(area),
    }
}
