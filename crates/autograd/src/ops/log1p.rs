//! The natural logarithm of `1 + x`.

use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// The natural logarithm of `1 + x`, accurate for small `x`.
    ///
    /// Gradient: `grad / (x + 1)`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([0.0, 1e-20]).log1p().to_vec::<f32>(), [0.0, 1e-20]);
    /// ```
    #[track_caller]
    pub fn log1p(&self) -> Tensor {
        record("Log1P", self.value().log1p(), [self], [Save::Input(0)], |cx| {
            let [x] = cx.saved();
            [Some(cx.grad.div(x.add(1)))]
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| x[0].square().log1p());
        check_second(&[&[2, 3]], |x| x[0].square().log1p());
    }
}
