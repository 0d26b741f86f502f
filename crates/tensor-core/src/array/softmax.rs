//! Softmax and its logarithm along a dimension, and their gradients, each in one pass.

use crate::array::Array;
use crate::dtype::dispatch;
use crate::error::{Error, OrRaise};
use crate::kernel::functions::float_dtype;
use crate::kernel::softmax::{self, RowFunction};
use crate::shape::dimension;

impl Array {
    /// `exp(x) / sum(exp(x))` along `dim`, without overflow. Not-a-number where all of a row is minus infinity.
    ///
    /// ```
    /// use tensor_core::Array;
    /// assert_eq!(Array::from([1000.0, 1000.0, -1000.0]).softmax(0).to_vec::<f32>(), [0.5, 0.5, 0.0]);
    /// ```
    ///
    /// # Panics
    /// If the elements are not floating point or the dimension does not exist.
    #[track_caller]
    pub fn softmax(&self, dim: isize) -> Array {
        float_dtype("softmax", self.dtype()).or_raise();
        let dim = dimension(dim, self.rank()).or_raise();
        by_lines(softmax::Softmax, self, self, dim)
    }

    /// `x - ln(sum(exp(x)))` along `dim`: the logarithm of [`softmax`](Array::softmax), exact where that is 0.
    ///
    /// # Panics
    /// If the elements are not floating point or the dimension does not exist.
    #[track_caller]
    pub fn log_softmax(&self, dim: isize) -> Array {
        float_dtype("log_softmax", self.dtype()).or_raise();
        let dim = dimension(dim, self.rank()).or_raise();
        by_lines(softmax::LogSoftmax, self, self, dim)
    }

    /// The gradient of [`softmax`](Array::softmax) from `grad`, that of its `result`:
    /// `result (grad - sum(grad result))`.
    ///
    /// # Panics
    /// If the two differ in shape or element type, that is not floating point, or the dimension does not exist.
    #[track_caller]
    pub fn softmax_backward(grad: &Array, result: &Array, dim: isize) -> Array {
        let dim = backward_dimension("softmax_backward", grad, result, dim).or_raise();
        by_lines(softmax::SoftmaxBackward, grad, result, dim)
    }

    /// The gradient of [`log_softmax`](Array::log_softmax) from `grad`, that of its `result`:
    /// `grad - exp(result) sum(grad)`.
    ///
    /// # Panics
    /// If the two differ in shape or element type, that is not floating point, or the dimension does not exist.
    #[track_caller]
    pub fn log_softmax_backward(grad: &Array, result: &Array, dim: isize) -> Array {
        let dim = backward_dimension("log_softmax_backward", grad, result, dim).or_raise();
        by_lines(softmax::LogSoftmaxBackward, grad, result, dim)
    }
}

fn backward_dimension(operation: &str, grad: &Array, result: &Array, dim: isize) -> Result<usize, Error> {
    let same = super::same(grad.shape(), result.shape()) && grad.dtype() == result.dtype();
    if !same || !result.dtype().is_float() {
        return Err(Error::shape(format!(
            "{operation}: the gradient ({}, {:?}) and the result ({}, {:?}) must agree and be floating point",
            grad.dtype(),
            grad.shape(),
            result.dtype(),
            result.shape()
        )));
    }
    dimension(dim, result.rank())
}

/// `function` along `dim` of two arrays of one shape and floating-point type.
#[track_caller]
fn by_lines(function: impl RowFunction, a: &Array, b: &Array, dim: usize) -> Array {
    let last = a.rank().saturating_sub(1);
    if dim != last {
        let (dim, last) = (dim as isize, last as isize);
        let (a, b) = (a.transpose(dim, last), b.transpose(dim, last));
        let result = by_lines(function, &a, &b, last as usize);
        return result.transpose(dim, last).contiguous();
    }
    let (a, b) = (a.contiguous(), b.contiguous());
    let len = a.shape().last().copied().unwrap_or(1);
    dispatch!(a.dtype(), T: Float => Array::computed([&a, &b], a.dtype(), a.shape(), |[a, b], out| {
        let (a, b) = (&a.elements::<T>()[..out.len()], &b.elements::<T>()[..out.len()]);
        softmax::by_rows(function, a, b, len, out);
    }))
}
