//! A number in place of all that is not large enough.

use tensor_core::functions::{Threshold, float_dtype};
use tensor_core::{DType, Error, OrRaise};

use crate::tensor::Tensor;

impl Tensor {
    /// `x` above `threshold`, else `value`.
    ///
    /// Gradient: `grad` above, else 0.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([0.1, 0.5, 1.0]).threshold(0.5, -1.0).to_vec::<f32>(), [-1.0, -1.0, 1.0]);
    /// ```
    ///
    /// # Panics
    /// If the elements are bool, or a number is beyond their integer type.
    #[track_caller]
    pub fn threshold(&self, threshold: f64, value: f64) -> Tensor {
        let dtype = self.dtype();
        if dtype.is_integer() {
            fits(dtype, threshold).or_raise();
            fits(dtype, value).or_raise();
            // The bound as an integer, as in PyTorch.
            return self
                .le(threshold as i64)
                .where_(value as i64, self)
                .to_dtype(dtype);
        }
        if dtype == DType::Bool {
            float_dtype("threshold", dtype).or_raise();
        }
        self.piecewise(Threshold { threshold, value })
    }
}

/// Refuses a number beyond an integer type.
fn fits(dtype: DType, number: f64) -> Result<(), Error> {
    match dtype.iinfo() {
        Some(limits) if number < limits.min as f64 || number > limits.max as f64 => Err(Error::argument(
            format!("threshold: {number} is beyond the numbers of {dtype}"),
        )),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[4, 3]], |x| x[0].threshold(0.1, 2.0));
        check_second(&[&[4, 3]], |x| x[0].threshold(0.1, 2.0).square());
    }

    #[test]
    fn integers_and_not_a_number() {
        assert_eq!(
            Tensor::from([1, 2, 3]).threshold(2.5, 7.9).to_vec::<i64>(),
            [7, 7, 3]
        );
        assert!(Tensor::from([f64::NAN]).threshold(0.0, 1.0).to_vec::<f32>()[0].is_nan());
    }
}
