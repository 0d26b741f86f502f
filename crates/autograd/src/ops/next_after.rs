//! Steps between floating-point numbers, and their exponents.

use tensor_core::functions::NextAfter;
use tensor_core::{DType, Error, promote};

use crate::tensor::Tensor;

impl Tensor {
    /// The next floating-point number after each element towards that of `other`, broadcast; the same where both are equal.
    /// Without a gradient.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let next = Tensor::from([1.0, 0.0]).nextafter(&Tensor::from([2.0, 0.0]));
    /// assert_eq!(next.to_vec::<f32>(), [1.0 + f32::EPSILON, 0.0]);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not broadcast, or the elements are not float32 or float64.
    #[track_caller]
    #[must_use]
    pub fn nextafter(&self, other: &Tensor) -> Tensor {
        let dtype = promote((&*self.value()).into(), (&*other.value()).into());
        if !matches!(dtype, DType::F32 | DType::F64) {
            Error::dtype(format!(
                "nextafter: it is for float32 and float64, not for {dtype}"
            ))
            .raise();
        }
        NextAfter::of(&*self.value(), &*other.value()).into()
    }

    /// `self * 2^exponent`, broadcast.
    ///
    /// Gradient: as composed of a product and a power.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([3.0, 1.0]).ldexp(&Tensor::from([2, -1])).to_vec::<f32>(), [12.0, 0.5]);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not broadcast.
    #[track_caller]
    #[must_use]
    pub fn ldexp(&self, exponent: &Tensor) -> Tensor {
        self.mul(exponent.exp2())
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};
    use crate::{DType, Tensor};

    #[test]
    fn steps_are_those_of_the_type() {
        let (x, y) = (Tensor::from([1.0, 0.0, -1.0]), Tensor::from([2.0, -1.0, -1.0]));
        assert_eq!(
            x.nextafter(&y).to_vec::<f32>(),
            [1.000_000_1, -f32::from_bits(1), -1.0]
        );
        let (x, y) = (x.to_dtype(DType::F64), y.to_dtype(DType::F64));
        assert_eq!(
            x.nextafter(&y).to_vec::<f64>(),
            [1.0 + f64::EPSILON, -f64::from_bits(1), -1.0]
        );
    }

    #[test]
    #[should_panic(expected = "nextafter: it is for float32 and float64, not for int64")]
    fn integers_are_refused() {
        let _ = Tensor::from([1]).nextafter(&Tensor::from([2]));
    }

    #[test]
    fn gradients() {
        check(&[&[2, 3], &[3]], |x| x[0].ldexp(&x[1]));
        check_second(&[&[2, 3], &[3]], |x| x[0].ldexp(&x[1]));
    }
}
