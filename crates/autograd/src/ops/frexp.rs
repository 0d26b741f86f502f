//! Numbers apart from their powers of two.

use tensor_core::{DType, OrRaise, float_dtype};

use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// The mantissas, in `[0.5, 1)` with the sign of the number, and the exponents (int32) with `mantissa * 2^exponent =
    /// self`. 0, infinities and not-a-number are mantissas with exponent 0.
    ///
    /// Gradient: `grad / 2^exponent`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let (mantissa, exponent) = Tensor::from([6.0, -0.25, 0.0]).frexp();
    /// assert_eq!(mantissa.to_vec::<f32>(), [0.75, -0.5, 0.0]);
    /// assert_eq!(exponent.to_vec::<i32>(), [3, -1, 0]);
    /// ```
    ///
    /// # Panics
    /// If the elements are not floating point.
    #[track_caller]
    #[must_use]
    pub fn frexp(&self) -> (Tensor, Tensor) {
        float_dtype("frexp", self.dtype()).or_raise();
        let value = self.value();
        let exponent = value.exponent().to_dtype(DType::I32);
        let save = [Save::Value(&exponent)];
        let mantissa = record("Frexp", value.mantissa(), [self], save, |cx| {
            let [exponent] = cx.saved();
            [Some(cx.grad.div(exponent.to_dtype(cx.grad.dtype()).exp2()))]
        });
        (mantissa, exponent.into())
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};
    use crate::{DType, Tensor};

    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| x[0].frexp().0);
        check_second(&[&[2, 3]], |x| x[0].powi(3).frexp().0);
    }

    #[test]
    fn what_is_not_finite_stays() {
        let x = Tensor::from([f32::INFINITY, f32::NEG_INFINITY, f32::from_bits(1)]);
        let (mantissa, exponent) = x.frexp();
        assert_eq!(mantissa.to_vec::<f32>(), [f32::INFINITY, f32::NEG_INFINITY, 0.5]);
        assert_eq!(exponent.to_vec::<i64>(), [0, 0, -148]);
        assert_eq!(exponent.dtype(), DType::I32);
    }

    #[test]
    #[should_panic(expected = "frexp")]
    fn integers_are_refused() {
        let _ = Tensor::from([1]).frexp();
    }
}
