//! The logarithm of the gamma function and its derivatives.

use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// The logarithm of the magnitude of the gamma function, which is `(n - 1)!` at whole numbers; infinite at 0, -1, ...
    ///
    /// Gradient: `grad * digamma(x)`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([1.0, 4.0]).lgamma().to_vec::<f32>(), [0.0, 6.0_f32.ln()]);
    /// ```
    #[track_caller]
    pub fn lgamma(&self) -> Tensor {
        record("Lgamma", self.value().lgamma(), [self], [Save::Input(0)], |cx| {
            let [x] = cx.saved();
            [Some(cx.grad.mul(x.digamma()))]
        })
    }

    /// The derivative of [`lgamma`](Tensor::lgamma); not-a-number at -1, -2, ...
    ///
    /// Gradient: `grad * polygamma(1, x)`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([1.0]).digamma().to_vec::<f32>(), [-0.577_215_7]);
    /// ```
    #[track_caller]
    pub fn digamma(&self) -> Tensor {
        record(
            "Digamma",
            self.value().digamma(),
            [self],
            [Save::Input(0)],
            |cx| {
                let [x] = cx.saved();
                [Some(cx.grad.mul(x.polygamma(1)))]
            },
        )
    }

    /// The derivative of order `n` of [`digamma`](Tensor::digamma).
    ///
    /// Gradient: `grad * polygamma(n + 1, x)`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([1.0]).polygamma(1).to_vec::<f32>(), [1.644_934_1]);
    /// ```
    #[track_caller]
    pub fn polygamma(&self, n: u32) -> Tensor {
        record(
            "Polygamma",
            self.value().polygamma(n),
            [self],
            [Save::Input(0)],
            move |cx| {
                let [x] = cx.saved();
                [Some(cx.grad.mul(x.polygamma(n + 1)))]
            },
        )
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| (x[0].square() + 0.5).lgamma());
        check(&[&[2, 3]], |x| (x[0].square() + 0.5).polygamma(2));
        check_second(&[&[2, 3]], |x| (x[0].square() + 0.5).lgamma());
    }
}
