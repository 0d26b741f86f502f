//! `1 / x`.

use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// One over each element: `1 / x`.
    ///
    /// Gradient: `-grad * result^2`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([4.0, -0.5]).reciprocal().to_vec::<f32>(), [0.25, -2.0]);
    /// ```
    #[track_caller]
    pub fn reciprocal(&self) -> Tensor {
        let value = self.value().reciprocal();
        record("Reciprocal", value, [self], [Save::Result], |cx| {
            let [result] = cx.saved();
            [Some(cx.grad.mul(result.square().neg()))]
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| (x[0].square() + 0.5).reciprocal());
        check_second(&[&[2, 3]], |x| (x[0].square() + 0.5).reciprocal());
    }
}
