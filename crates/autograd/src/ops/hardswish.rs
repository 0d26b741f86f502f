//! `silu` without an exponential.

use tensor_core::functions::Hardswish;

use crate::tensor::Tensor;

impl Tensor {
    /// `x (x + 3) / 6`, where `x + 3` is held within 0 and 6.
    ///
    /// Gradient: `grad * (x / 3 + 1/2)` between -3 and 3, 0 below, `grad` above.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([-4.0, 1.0, 5.0]).hardswish().to_vec::<f32>(), [-0.0, 4.0 / 6.0, 5.0]);
    /// ```
    ///
    /// # Panics
    /// If the elements are not floating point.
    #[track_caller]
    pub fn hardswish(&self) -> Tensor {
        // At -3 and 3 the slope bends.
        self.smooth(Hardswish, |x| {
            let within = x.gt(-3) & x.lt(3);
            within.to_dtype(x.dtype()).div(3)
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[4, 3]], |x| (&x[0] * 3.0).hardswish());
        check_second(&[&[4, 3]], |x| (&x[0] * 3.0).hardswish());
    }
}
