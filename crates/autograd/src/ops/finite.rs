//! Which elements are numbers, and finite ones: truths, without gradients.

use tensor_core::{Array, Comparison, DType, compare};

use crate::tensor::Tensor;

impl Tensor {
    /// Whether an element is not a number.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([1.0, f64::NAN, f64::INFINITY]);
    /// assert_eq!(x.isnan().to_vec::<bool>(), [false, true, false]);
    /// ```
    pub fn isnan(&self) -> Tensor {
        // Not-a-number alone differs from itself.
        let x = self.value();
        compare(Comparison::Ne, &*x, &*x).into()
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
        self.magnitude_is(Comparison::Eq, false)
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
        self.magnitude_is(Comparison::Lt, true)
    }

    /// Whether `|x| op infinity`; `otherwise` for integers and truths, which are all finite.
    #[track_caller]
    fn magnitude_is(&self, op: Comparison, otherwise: bool) -> Tensor {
        if !self.dtype().is_float() {
            return Array::full(self.shape(), otherwise, DType::Bool).into();
        }
        compare(op, &self.value().abs(), f64::INFINITY).into()
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;

    #[test]
    fn integers_and_truths_are_finite() {
        for x in [Tensor::from([i64::MAX, 0]), Tensor::from([true, false])] {
            assert_eq!(x.isfinite().to_vec::<bool>(), [true, true]);
            assert_eq!(x.isinf().to_vec::<bool>(), [false, false]);
            assert_eq!(x.isnan().to_vec::<bool>(), [false, false]);
        }
    }
}
