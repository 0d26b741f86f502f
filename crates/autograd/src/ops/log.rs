//! The natural logarithm.

use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// The natural logarithm: minus infinity for 0, not-a-number below.
    ///
    /// Gradient: `grad / x`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([1.0, 0.0]).log().to_vec::<f32>(), [0.0, f32::NEG_INFINITY]);
    /// ```
    #[track_caller]
    pub fn log(&self) -> Tensor {
        record("Log", self.value().log(), [self], [Save::Input(0)], |cx| {
            let [x] = cx.saved();
            [Some(cx.grad.div(x))]
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| (x[0].square() + 0.5).log());
        check_second(&[&[2, 3]], |x| (x[0].square() + 0.5).log());
    }
}
