//! Losses that are one idea and one pass: the mean squared error, and the negative log-likelihood of classes.

use crate::array::Array;
use crate::array::elementwise::zip_broadcast;
use crate::dtype::{DType, Element, dispatch_float};
use crate::error::{Error, OrRaise};
use crate::kernel::loss;
use crate::kernel::slopes::{ScaledDifference, ScaledExp};

impl Array {
    /// The mean of `(a - b)^2` over all elements, as a 0-d array; not-a-number if there are none.
    ///
    /// ```
    /// use tensor_core::Array;
    /// let (a, b) = (Array::from([1.0, 2.0]), Array::from([1.0, 5.0]));
    /// assert_eq!(a.mean_squared_error(&b).to_vec::<f32>(), [4.5]);
    /// ```
    ///
    /// # Panics
    /// If shapes or element types differ, or are not floating point.
    #[track_caller]
    pub fn mean_squared_error(&self, other: &Array) -> Array {
        agreeing("mean_squared_error", self, other).or_raise();
        let (a, b) = (self.contiguous(), other.contiguous());
        let count = self.numel();
        dispatch_float!(self.dtype(), T => Array::filled_by::<T>(&[], |mean| {
            let (a, b) = (&a.elements::<T>()[..count], &b.elements::<T>()[..count]);
            mean[0] = loss::squared_distance(a, b) / count as T;
        }))
    }

    /// The gradient of [`mean_squared_error`](Array::mean_squared_error) for `a`: `grad * 2 (a - b) / n`. That for `b`
    /// is its opposite.
    ///
    /// # Panics
    /// If shapes or element types of `a` and `b` differ, or `grad` has several elements.
    #[track_caller]
    pub fn mean_squared_error_backward(grad: &Array, a: &Array, b: &Array) -> Array {
        agreeing("mean_squared_error_backward", a, b).or_raise();
        let grad = grad.item().or_raise();
        let count = a.numel();
        dispatch_float!(a.dtype(), T => {
            let factor = 2.0 / count as T * T::from_scalar(grad);
            zip_broadcast::<T, T>(&ScaledDifference { factor }, a, b)
        })
    }

    /// The mean negative log-likelihood of `classes` `[n]`, given these log-probabilities `[n, classes]`, over the rows
    /// whose class is not `ignore`; not-a-number if there are none.
    ///
    /// ```
    /// use tensor_core::Array;
    /// let log_probabilities = Array::from([[-1.0, -2.0], [-3.0, -4.0]]);
    /// assert_eq!(log_probabilities.nll(&Array::from([1, 0]), -100).to_vec::<f32>(), [2.5]);
    /// ```
    ///
    /// # Panics
    /// If the shapes or the element types do not fit ([`nll_shape`]), or a class does not exist.
    #[track_caller]
    pub fn nll(&self, classes: &Array, ignore: i64) -> Array {
        let [rows, width] = nll_shape(self, classes).or_raise();
        let (x, classes) = (self.contiguous(), classes.contiguous());
        let classes = &classes.elements::<i64>()[..rows];
        dispatch_float!(self.dtype(), T => {
            let (mut sum, mut count) = (0.0, 0_usize);
            for (row, class) in labelled(classes, ignore, width) {
                sum -= x.elements::<T>()[row * width + class.or_raise()].to_scalar().to_f64();
                count += 1;
            }
            Array::scalar(sum / count as f64, T::DTYPE)
        })
    }

    /// The gradient of [`nll`](Array::nll) after [`log_softmax`](Array::log_softmax), for the argument of the latter,
    /// from its result: `grad * (exp(result) - 1 at the class) / rows`, and 0 in the rows that do not count.
    ///
    /// # Panics
    /// As [`nll`](Array::nll), and if `grad` has several elements.
    #[track_caller]
    pub fn cross_entropy_backward(grad: &Array, result: &Array, classes: &Array, ignore: i64) -> Array {
        let [rows, width] = nll_shape(result, classes).or_raise();
        let grad = grad.item().or_raise();
        let classes = classes.contiguous();
        let classes = &classes.elements::<i64>()[..rows];
        let count = labelled(classes, ignore, width).count();
        dispatch_float!(result.dtype(), T => {
            let factor = T::from_scalar(grad) / count as T;
            let mut out = result.map::<T, T>(&ScaledExp { factor });
            let elements = out.as_mut_slice::<T>();
            if count < rows {
                for (row, class) in classes.iter().enumerate() {
                    if *class == ignore {
                        elements[row * width..][..width].fill(0.0);
                    }
                }
            }
            for (row, class) in labelled(classes, ignore, width) {
                elements[row * width + class.or_raise()] -= factor;
            }
            out
        })
    }
}

/// Refuses arrays whose elements do not belong together.
fn agreeing(operation: &str, a: &Array, b: &Array) -> Result<(), Error> {
    if super::same(a.shape(), b.shape()) && a.dtype() == b.dtype() && a.dtype().is_float() {
        return Ok(());
    }
    Err(Error::shape(format!(
        "{operation} takes two arrays of one shape and one floating-point type, not {} {:?} and {} {:?}",
        a.dtype(),
        a.shape(),
        b.dtype(),
        b.shape()
    )))
}

/// The rows and columns of the log-probabilities that [`Array::nll`] takes.
///
/// # Errors
/// If they are not a floating-point matrix, or the classes are not an `i64` vector with one element a row.
pub fn nll_shape(log_probabilities: &Array, classes: &Array) -> Result<[usize; 2], Error> {
    if !log_probabilities.dtype().is_float() || classes.dtype() != DType::I64 {
        return Err(Error::dtype(format!(
            "nll takes floating-point log-probabilities and int64 classes, not {} and {}",
            log_probabilities.dtype(),
            classes.dtype()
        )));
    }
    match (log_probabilities.shape(), classes.shape()) {
        (&[rows, width], &[n]) if rows == n => Ok([rows, width]),
        (x, classes) => Err(Error::shape(format!(
            "nll takes log-probabilities [n, classes] and classes [n], not {x:?} and {classes:?}"
        ))),
    }
}

/// The rows that count, each with its class.
fn labelled(
    classes: &[i64],
    ignore: i64,
    width: usize,
) -> impl Iterator<Item = (usize, Result<usize, Error>)> {
    let counted = classes
        .iter()
        .enumerate()
        .filter(move |(_, class)| **class != ignore);
    counted.map(move |(row, class)| {
        let exists = usize::try_from(*class).ok().filter(|class| *class < width);
        let class = exists.ok_or_else(|| {
            Error::index(format!(
                "class {class} of row {row} is out of bounds: there are {width} classes"
            ))
        });
        (row, class)
    })
}
