//! Straight lines between two bounds.

use tensor_core::functions::Hardtanh;
use tensor_core::{Error, Scalar};

use crate::tensor::Tensor;

impl Tensor {
    /// Every element held within `min` and `max`; integers within the whole numbers of them.
    ///
    /// Gradient: `grad` strictly between the bounds, else 0.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([-2.0, 0.5, 3.0]).hardtanh(-1.0, 1.0).to_vec::<f32>(), [-1.0, 0.5, 1.0]);
    /// ```
    ///
    /// # Panics
    /// If `min` is above `max`, or the elements are bool.
    #[track_caller]
    pub fn hardtanh(&self, min: f64, max: f64) -> Tensor {
        if min > max {
            Error::argument(format!(
                "hardtanh: the lower bound {min} is above the upper bound {max}"
            ))
            .raise();
        }
        if self.dtype().is_float() {
            return self.piecewise(Hardtanh { min, max });
        }
        self.hardtanh_of_integers(min as i64, max as i64)
    }

    /// Every element held within 0 and 6.
    ///
    /// Gradient: `grad` strictly between 0 and 6, else 0.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([-2.0, 0.5, 7.0]).relu6().to_vec::<f32>(), [0.0, 0.5, 6.0]);
    /// ```
    ///
    /// # Panics
    /// If the elements are bool.
    #[track_caller]
    pub fn relu6(&self) -> Tensor {
        self.hardtanh(0.0, 6.0)
    }

    #[track_caller]
    fn hardtanh_of_integers(&self, min: i64, max: i64) -> Tensor {
        let Some(limits) = self.dtype().iinfo() else {
            Error::dtype("hardtanh is not for bool: convert to numbers first").raise()
        };
        // Bounds beyond the type are its own.
        let (min, max) = (min.max(limits.min), max.max(limits.min));
        self.value()
            .clamp(Some(Scalar::Int(min)), Some(Scalar::Int(max)))
            .into()
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};
    use crate::{DType, Tensor};

    #[test]
    fn gradients() {
        check(&[&[4, 3]], |x| x[0].hardtanh(-0.4, 0.5) + x[0].relu6());
        check_second(&[&[4, 3]], |x| x[0].hardtanh(-0.4, 0.5).square());
    }

    #[test]
    fn at_the_bounds_the_slope_is_zero() {
        let x = Tensor::from([-1.0, 1.0, f64::NAN, 0.0]).requires_grad_(true);
        x.hardtanh(-1.0, 1.0).sum().backward();
        assert_eq!(x.grad().unwrap().to_vec::<f32>(), [0.0, 0.0, 0.0, 1.0]);
    }

    #[test]
    fn integers_stay_integers() {
        let x = Tensor::from([-3, 2, 9]).hardtanh(-1.5, 6.5);
        assert_eq!((x.dtype(), x.to_vec::<i64>()), (DType::I64, vec![-1, 2, 6]));
        let bytes = Tensor::from([0, 200]).to_dtype(DType::U8).hardtanh(-1.0, 1.0);
        assert_eq!(bytes.to_vec::<u8>(), [0, 1]);
    }
}
