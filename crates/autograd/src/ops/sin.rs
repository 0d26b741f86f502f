//! The sine.

use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// The sine of an angle in radians.
    ///
    /// Gradient: `grad * cos(x)`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([0.0, f64::INFINITY]).sin().isnan().to_vec::<bool>(), [false, true]);
    /// ```
    #[track_caller]
    pub fn sin(&self) -> Tensor {
        record("Sin", self.value().sin(), [self], [Save::Input(0)], |cx| {
            let [x] = cx.saved();
            [Some(cx.grad.mul(x.cos()))]
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| x[0].sin());
        check_second(&[&[2, 3]], |x| x[0].sin());
    }
}
