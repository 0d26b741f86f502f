//! A magnitude and a sign.

use tensor_core::functions::Copysign;

use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// The magnitude of `self` with the sign of `other`, broadcast.
    ///
    /// Gradient: `grad` for the magnitude, turned where the sign was; 0 where it is 0. 0 for the sign.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let y = Tensor::from([1.0, -2.0]).copysign(&Tensor::from([-0.0, 3.0]));
    /// assert_eq!(y.to_vec::<f32>(), [-1.0, 2.0]);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not broadcast.
    #[track_caller]
    pub fn copysign(&self, other: &Tensor) -> Tensor {
        let value = Copysign::of(&*self.value(), &*other.value());
        record(
            "CopysignBackward0",
            value,
            [self, other],
            [Save::Input(0), Save::Result, Save::Input(1)],
            |cx| {
                let [a, result, b] = cx.saved();
                [
                    cx.to(0, |cx| a.eq(0).where_(0, cx.grad.mul(result.div(a)))),
                    cx.to(1, |cx| cx.grad.mul(b).zeros_like()),
                ]
            },
        )
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3], &[3]], |x| x[0].copysign(&x[1]));
        check_second(&[&[2, 3], &[3]], |x| x[0].square().copysign(&x[1]));
    }
}
