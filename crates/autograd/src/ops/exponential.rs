//! Exponentials and logarithms to other bases than e.

use std::f64::consts::{LN_2, LN_10};

use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// 2 to the power of `x`.
    ///
    /// Gradient: `grad * result * ln(2)`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([3.0, -1.0]).exp2().to_vec::<f32>(), [8.0, 0.5]);
    /// ```
    #[track_caller]
    pub fn exp2(&self) -> Tensor {
        record("Exp2", self.value().exp2(), [self], [Save::Result], |cx| {
            let [result] = cx.saved();
            [Some(cx.grad.mul(result).mul(LN_2))]
        })
    }

    /// The logarithm to base 2.
    ///
    /// Gradient: `grad / (x ln(2))`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([8.0, 0.5]).log2().to_vec::<f32>(), [3.0, -1.0]);
    /// ```
    #[track_caller]
    pub fn log2(&self) -> Tensor {
        record("Log2", self.value().log2(), [self], [Save::Input(0)], |cx| {
            let [x] = cx.saved();
            [Some(cx.grad.div(x.mul(LN_2)))]
        })
    }

    /// The logarithm to base 10.
    ///
    /// Gradient: `grad / (x ln(10))`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([1000.0, 1.0]).log10().to_vec::<f32>(), [3.0, 0.0]);
    /// ```
    #[track_caller]
    pub fn log10(&self) -> Tensor {
        record("Log10", self.value().log10(), [self], [Save::Input(0)], |cx| {
            let [x] = cx.saved();
            [Some(cx.grad.div(x.mul(LN_10)))]
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| x[0].exp2());
        check_second(&[&[2, 3]], |x| x[0].exp2());
        check(&[&[2, 3]], |x| (x[0].square() + 0.5).log2());
        check_second(&[&[2, 3]], |x| (x[0].square() + 0.5).log2());
        check(&[&[2, 3]], |x| (x[0].square() + 0.5).log10());
        check_second(&[&[2, 3]], |x| (x[0].square() + 0.5).log10());
    }
}
