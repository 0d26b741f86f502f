//! A sigmoid of straight pieces.

use tensor_core::functions::Hardsigmoid;

use crate::tensor::Tensor;

impl Tensor {
    /// `(x + 3) / 6` held within 0 and 1.
    ///
    /// Gradient: `grad / 6` where `-3 < x < 3`, else 0.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([-4.0, 0.0, 3.0]).hardsigmoid().to_vec::<f32>(), [0.0, 0.5, 1.0]);
    /// ```
    ///
    /// # Panics
    /// If the elements are not floating point.
    #[track_caller]
    pub fn hardsigmoid(&self) -> Tensor {
        self.piecewise(Hardsigmoid)
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[4, 3]], |x| (&x[0] * 3.0).hardsigmoid().square());
        check_second(&[&[4, 3]], |x| (&x[0] * 3.0).hardsigmoid().square());
    }
}
