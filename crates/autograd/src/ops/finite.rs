//! Which elements are numbers, and finite ones, in bool, without gradients.

use tensor_core::functions::{Eq, Lt, Ne};
use tensor_core::{Array, DType, Error};

use crate::tensor::Tensor;

impl Tensor {
    /// Whether an element is not a number.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([1.0, f64::NAN, f64::INFINITY]);
    /// assert_eq!(x.isnan().to_vec::<bool>(), [false, true, false]);
    /// ```
    #[track_caller]
    pub fn isnan(&self) -> Tensor {
        // Not-a-number alone differs from itself.
        let x = self.value();
        Ne::of(&*x, &*x).into()
    }

    /// Whether an element is infinite, of either sign.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([1.0, f64::NAN, f64::NEG_INFINITY]);
    /// assert_eq!(x.isinf().to_vec::<bool>(), [false, false, true]);
    /// ```
    #[track_caller]
    pub fn isinf(&self) -> Tensor {
        self.magnitude_is(|x| Eq::of(x, f64::INFINITY), false)
    }

    /// Whether an element is plus infinity.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([f64::INFINITY, f64::NEG_INFINITY]);
    /// assert_eq!(x.isposinf().to_vec::<bool>(), [true, false]);
    /// ```
    #[track_caller]
    pub fn isposinf(&self) -> Tensor {
        self.eq(f64::INFINITY)
    }

    /// Whether an element is minus infinity.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([f64::INFINITY, f64::NEG_INFINITY]);
    /// assert_eq!(x.isneginf().to_vec::<bool>(), [false, true]);
    /// ```
    #[track_caller]
    pub fn isneginf(&self) -> Tensor {
        self.eq(f64::NEG_INFINITY)
    }

    /// Whether an element is neither infinite nor not-a-number.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([1.0, f64::NAN, f64::NEG_INFINITY]);
    /// assert_eq!(x.isfinite().to_vec::<bool>(), [true, false, false]);
    /// ```
    #[track_caller]
    pub fn isfinite(&self) -> Tensor {
        self.magnitude_is(|x| Lt::of(x, f64::INFINITY), true)
    }

    /// The answer of `question` about `|x|`; `otherwise` for integers and bools, which are all finite.
    #[track_caller]
    fn magnitude_is(&self, question: fn(&Array) -> Array, otherwise: bool) -> Tensor {
        if !self.dtype().is_float() {
            return Array::full(self.shape(), otherwise, DType::Bool).into();
        }
        Error::raise_memory_here(|| question(&self.value().abs())).into()
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;

    #[test]
    fn integers_and_bools_are_finite() {
        for x in [Tensor::from([i64::MAX, 0]), Tensor::from([true, false])] {
            assert_eq!(x.isfinite().to_vec::<bool>(), [true, true]);
            assert_eq!(x.isinf().to_vec::<bool>(), [false, false]);
            assert_eq!(x.isnan().to_vec::<bool>(), [false, false]);
        }
    }
}
