//! One over the square root.

use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// One over the square root: `1 / sqrt(x)`.
    ///
    /// Gradient: `-grad * result^3 / 2`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([4.0, 0.25]).rsqrt().to_vec::<f32>(), [0.5, 2.0]);
    /// ```
    #[track_caller]
    pub fn rsqrt(&self) -> Tensor {
        record("Rsqrt", self.value().rsqrt(), [self], [Save::Result], |cx| {
            let [result] = cx.saved();
            [Some(cx.grad.mul(result.powi(3).mul(-0.5)))]
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| (x[0].square() + 0.5).rsqrt());
        check_second(&[&[2, 3]], |x| (x[0].square() + 0.5).rsqrt());
    }
}
