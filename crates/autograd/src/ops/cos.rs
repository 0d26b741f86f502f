//! The cosine.

use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// The cosine of an angle in radians.
    ///
    /// Gradient: `-grad * sin(x)`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([0.0]).cos().to_vec::<f32>(), [1.0]);
    /// ```
    #[track_caller]
    pub fn cos(&self) -> Tensor {
        record("Cos", self.value().cos(), [self], [Save::Input(0)], |cx| {
            let [x] = cx.saved();
            [Some(cx.grad.mul(x.sin().neg()))]
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| x[0].cos());
        check_second(&[&[2, 3]], |x| x[0].cos());
    }
}
