//! The sign.

use tensor_core::functions::Copysign;

use crate::record::record;
use crate::tensor::Tensor;

impl Tensor {
    /// -1, 0 or 1 by the sign of each element; 0 for not-a-number.
    ///
    /// Gradient: 0.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([-2.0, 0.0, 3.0]).sign().to_vec::<f32>(), [-1.0, 0.0, 1.0]);
    /// ```
    #[track_caller]
    pub fn sign(&self) -> Tensor {
        record("Sign", self.value().sign(), [self], [], |cx| {
            [Some(cx.grad.zeros_like())]
        })
    }

    /// Whether the sign is minus, that of -0 too. In bool, without a gradient.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([-2.0, 0.0, -0.0]).signbit().to_vec::<bool>(), [true, false, true]);
    /// ```
    #[track_caller]
    pub fn signbit(&self) -> Tensor {
        if !self.dtype().is_float() {
            return self.lt(0);
        }
        let signs = Copysign::of(1.0, &*self.value());
        Tensor::from(signs).lt(0)
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::check;

    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| x[0].sign());
        check(&[&[2, 3]], |x| x[0].sign() * &x[0]);
    }
}
