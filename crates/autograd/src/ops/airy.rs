//! Airy's function.

use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// Airy's function `Ai`, which solves `y'' = x y` and vanishes for large numbers. PyTorch's `torch.special.airy_ai`.
    ///
    /// Gradient: `grad * Ai'(x)`; PyTorch has none.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([0.0]).airy_ai().to_vec::<f32>(), [0.355_028_06]);
    /// ```
    #[track_caller]
    pub fn airy_ai(&self) -> Tensor {
        record(
            "SpecialAiryAi",
            self.value().airy_ai(),
            [self],
            [Save::Input(0)],
            |cx| {
                let [x] = cx.saved();
                [Some(cx.grad.mul(x.airy_ai_slope()))]
            },
        )
    }

    #[track_caller]
    fn airy_ai_slope(&self) -> Tensor {
        let value = self.value().airy_ai_slope();
        record("SpecialAiryAiSlope", value, [self], [Save::Input(0)], |cx| {
            let [x] = cx.saved();
            [Some(cx.grad.mul(x.mul(x.airy_ai())))]
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[6]], |x| (&x[0] * 3.0).airy_ai());
        check_second(&[&[6]], |x| (&x[0] * 3.0).airy_ai());
    }
}
