//! The hyperbolic tangent.

use tensor_core::Array;

use crate::ops::slope::curved;
use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// The hyperbolic tangent.
    ///
    /// Gradient: `grad * (1 - result^2)`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([0.0, f64::INFINITY]).tanh().to_vec::<f32>(), [0.0, 1.0]);
    /// ```
    #[track_caller]
    pub fn tanh(&self) -> Tensor {
        record("Tanh", self.value().tanh(), [self], [Save::Result], |cx| {
            let [result] = cx.saved();
            [Some(curved(
                "TanhBackward",
                &cx.grad,
                result,
                Array::tanh_backward,
                |r| r.mul(-2),
            ))]
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| x[0].tanh());
        check_second(&[&[2, 3]], |x| x[0].tanh());
    }
}
