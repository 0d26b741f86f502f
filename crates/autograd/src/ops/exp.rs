//! `e^x`.

use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// The exponential: `e^x`.
    ///
    /// Gradient: `grad * result`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([0.0, f64::NEG_INFINITY]).exp().to_vec::<f32>(), [1.0, 0.0]);
    /// ```
    #[track_caller]
    pub fn exp(&self) -> Tensor {
        record("Exp", self.value().exp(), [self], [Save::Result], |cx| {
            let [result] = cx.saved();
            [Some(cx.grad.mul(result))]
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| x[0].exp());
        check_second(&[&[2, 3]], |x| x[0].exp());
    }
}
