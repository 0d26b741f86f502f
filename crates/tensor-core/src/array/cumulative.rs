//! What accumulates along a dimension: running sums, products and extremes.

use crate::array::Array;
use crate::dtype::dispatch;
use crate::error::OrRaise;
use crate::kernel::extreme::{Largest, Order, Smallest};
use crate::kernel::functions::float_dtype;
use crate::kernel::running::{self, Lines, Running};

impl Array {
    /// Running sums along `dim`: element `i` is the sum of the elements up to and with `i`. Bools are counted as
    /// `i64`; `f32` is summed in `f64`, as in PyTorch.
    ///
    /// ```
    /// use tensor_core::Array;
    /// assert_eq!(Array::from([1, 2, 3]).cumsum(0).to_vec::<i64>(), [1, 3, 6]);
    /// ```
    ///
    /// # Panics
    /// If the dimension does not exist.
    #[track_caller]
    pub fn cumsum(&self, dim: isize) -> Array {
        let x = self.counted().contiguous();
        let dtype = x.dtype();
        let lines = x.lines(dim);
        dispatch!(dtype, T: Number => Array::computed_with_room([&x], dtype, x.shape(), |[x], out| {
            running::fold(x.elements::<T>(), lines, out, T::start_of_sum(), T::add, T::result);
        }))
    }

    /// Running products along `dim`: element `i` is the product of the elements up to and with `i`. Bools are counted as
    /// `i64`; `f32` is multiplied in `f64`, as in PyTorch.
    ///
    /// ```
    /// use tensor_core::Array;
    /// assert_eq!(Array::from([1, 2, 3]).cumprod(0).to_vec::<i64>(), [1, 2, 6]);
    /// ```
    ///
    /// # Panics
    /// If the dimension does not exist.
    #[track_caller]
    pub fn cumprod(&self, dim: isize) -> Array {
        let x = self.counted().contiguous();
        let dtype = x.dtype();
        let lines = x.lines(dim);
        dispatch!(dtype, T: Number => Array::computed_with_room([&x], dtype, x.shape(), |[x], out| {
            running::fold(x.elements::<T>(), lines, out, T::start_of_product(), T::mul, T::result);
        }))
    }

    /// Logarithms of the running sums of exponentials along `dim`, in `f64`.
    ///
    /// # Panics
    /// If the dimension does not exist, or the elements are not floating point.
    #[track_caller]
    pub fn logcumsumexp(&self, dim: isize) -> Array {
        float_dtype("logcumsumexp", self.dtype()).or_raise();
        let (x, dtype) = (self.contiguous(), self.dtype());
        let lines = x.lines(dim);
        dispatch!(dtype, T: Float => Array::computed_with_room([&x], dtype, x.shape(), |[x], out| {
            let add = |sum: f64, x: T| running::log_add_exp(sum, T::add(T::start_of_sum(), x));
            running::fold(x.elements::<T>(), lines, out, f64::NEG_INFINITY, add, T::result);
        }))
    }

    /// The positions along `dim` of the largest of the elements up to and with each, the last where several are;
    /// not-a-number wins.
    ///
    /// # Panics
    /// If the dimension does not exist.
    #[track_caller]
    pub fn argcummax(&self, dim: isize) -> Array {
        let x = self.contiguous();
        let lines = x.lines(dim);
        let x = x.computable();
        dispatch!(x.dtype(), T: Any => Array::written(x.shape(), |out: &mut [i64]| {
            running::extremes(x.elements::<T>(), lines, out, <Largest as Order<T>>::beats);
        }))
    }

    /// The positions along `dim` of the smallest of the elements up to and with each, the last where several are;
    /// not-a-number wins.
    ///
    /// # Panics
    /// If the dimension does not exist.
    #[track_caller]
    pub fn argcummin(&self, dim: isize) -> Array {
        let x = self.contiguous();
        let lines = x.lines(dim);
        let x = x.computable();
        dispatch!(x.dtype(), T: Any => Array::written(x.shape(), |out: &mut [i64]| {
            running::extremes(x.elements::<T>(), lines, out, <Smallest as Order<T>>::beats);
        }))
    }

    /// `y[i] = self[i] + factor[i] * y[i - 1]` along `dim`, from `y[-1] = 0`.
    ///
    /// # Panics
    /// If the dimension does not exist, shapes or element types differ, or these are no floating-point numbers.
    #[track_caller]
    pub fn recurrence(&self, factor: &Array, dim: isize) -> Array {
        float_dtype("recurrence", self.dtype()).or_raise();
        assert!(
            self.shape() == factor.shape() && self.dtype() == factor.dtype(),
            "recurrence: {:?} of {} takes no factors {:?} of {}",
            self.shape(),
            self.dtype(),
            factor.shape(),
            factor.dtype()
        );
        let (x, factor, dtype) = (self.contiguous(), factor.contiguous(), self.dtype());
        let lines = x.lines(dim);
        dispatch!(dtype, T: Float => Array::computed_with_room([&x, &factor], dtype, x.shape(), |[x, factor], out| {
            running::recurrence(x.elements::<T>(), factor.elements::<T>(), lines, out);
        }))
    }

    /// The sizes of `dim` and of what is behind it.
    #[track_caller]
    fn lines(&self, dim: isize) -> Lines {
        let dim = crate::shape::dimension(dim, self.rank()).or_raise();
        Lines {
            size: self.shape().get(dim).copied().unwrap_or(1),
            inner: self.shape().get(dim + 1..).unwrap_or_default().iter().product(),
        }
    }
}
