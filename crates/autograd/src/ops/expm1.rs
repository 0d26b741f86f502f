//! `e^x - 1`.

use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// The exponential less one, accurate for small `x`: `e^x - 1`.
    ///
    /// Gradient: `grad * (result + 1)`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([0.0, 1e-20]).expm1().to_vec::<f32>(), [0.0, 1e-20]);
    /// ```
    #[track_caller]
    pub fn expm1(&self) -> Tensor {
        record("Expm1", self.value().expm1(), [self], [Save::Result], |cx| {
            let [result] = cx.saved();
            [Some(cx.grad.mul(result.add(1)))]
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| x[0].expm1());
        check_second(&[&[2, 3]], |x| x[0].expm1());
    }
}
