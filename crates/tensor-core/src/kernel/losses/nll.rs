//! The negative log-likelihood of classes, and the gradient of cross entropy, which is made of it.

use crate::array::Array;
use crate::dtype::{DType, Element, dispatch};
use crate::error::{Error, OrRaise};
use crate::kernel::map::Unary;
use crate::kernel::math::{self, Float};
use crate::kernel::simd::Arch;

impl Array {
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
        let [_, width] = nll_shape(self, classes).or_raise();
        let (x, classes) = (self.contiguous(), classes.contiguous());
        let labels = Labels::new(&classes, ignore, width).or_raise();
        dispatch!(self.dtype(), T: Float => Array::computed([&x], self.dtype(), &[], |[x], mean| {
            mean[0] = labels.mean(x.elements::<T>());
        }))
    }

    /// The gradient of [`nll`](Array::nll) after [`log_softmax`](Array::log_softmax), for the argument of the latter,
    /// from its result: `grad * (exp(result) - 1 at the class) / rows`, and 0 in the rows that do not count.
    ///
    /// # Panics
    /// As [`nll`](Array::nll), and if `grad` has several elements.
    #[track_caller]
    pub fn cross_entropy_backward(grad: &Array, result: &Array, classes: &Array, ignore: i64) -> Array {
        let [_, width] = nll_shape(result, classes).or_raise();
        let grad = grad.item().or_raise();
        let classes = classes.contiguous();
        let labels = Labels::new(&classes, ignore, width).or_raise();
        let dtype = result.dtype();
        dispatch!(dtype, T: Float => {
            let factor = <T as Element>::from_scalar(grad) / labels.count as T;
            let mut out = result.map::<T, T>(&ScaledExp { factor }, T::DTYPE);
            labels.settle(factor, out.as_mut_slice::<T>());
            out.to_dtype(dtype)
        })
    }
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

/// The class of every row of a matrix, each of which exists or does not count.
struct Labels<'a> {
    classes: &'a [i64],
    ignore: i64,
    /// How many classes there are.
    width: usize,
    /// How many rows count.
    count: usize,
}

impl<'a> Labels<'a> {
    fn new(classes: &'a Array, ignore: i64, width: usize) -> Result<Self, Error> {
        let mut labels = Self {
            classes: &classes.elements::<i64>()[..classes.numel()],
            ignore,
            width,
            count: 0,
        };
        for (row, class) in labels.classes.iter().enumerate() {
            if *class == ignore {
                continue;
            }
            if usize::try_from(*class).is_ok_and(|class| class < width) {
                labels.count += 1;
                continue;
            }
            return Err(Error::index(format!(
                "class {class} of row {row} is out of bounds: there are {width} classes"
            )));
        }
        Ok(labels)
    }

    /// Minus the mean of the element at the class, over the rows of `x` that count.
    fn mean<F: Float>(&self, x: &[F]) -> F {
        let sum: f64 = self.places().map(|place| x[place].to_f64()).sum();
        F::from_f64(-sum / self.count as f64)
    }

    /// Takes `factor` from the element at the class, and zeroes the rows that do not count.
    fn settle<F: Float>(&self, factor: F, out: &mut [F]) {
        if self.count < self.classes.len() {
            for (row, class) in self.classes.iter().enumerate() {
                if *class == self.ignore {
                    out[row * self.width..][..self.width].fill(F::ZERO);
                }
            }
        }
        for place in self.places() {
            out[place] = out[place] - factor;
        }
    }

    /// Where the element at the class is, in each row that counts.
    fn places(&self) -> impl Iterator<Item = usize> {
        let rows = self.classes.iter().enumerate();
        rows.filter(|(_, class)| **class != self.ignore)
            .map(|(row, class)| row * self.width + *class as usize)
    }
}

/// `factor e^x`: the slope of a cross entropy, where the logarithm of a probability is `x` and of another class.
#[derive(Clone, Copy)]
struct ScaledExp<F> {
    factor: F,
}

impl<F: Float> Unary<F, F> for ScaledExp<F> {
    const COST: usize = 4;

    #[inline(always)]
    fn apply<A: Arch>(self, x: F) -> F {
        self.factor * math::exp::<A, F>(x)
    }
}
