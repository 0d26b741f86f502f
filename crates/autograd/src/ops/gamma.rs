//! The logarithm of the gamma function and its derivatives.

use tensor_core::functions::Zeta;

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
                [Some(cx.grad.mul(x.polygamma(n.saturating_add(1))))]
            },
        )
    }

    /// Hurwitz's zeta function `Σ 1 / (q + k)^self` over all `k` from 0 on, broadcast; infinite for a power of 1, not-a-number
    /// below. PyTorch's `torch.special.zeta`.
    ///
    /// Gradient: `grad * -s zeta(s + 1, q)` for `q`; for the power there is none, as in PyTorch.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([2.0]).zeta(&Tensor::from([1.0])).to_vec::<f32>(), [1.644_934_1]);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not broadcast.
    #[track_caller]
    pub fn zeta(&self, q: &Tensor) -> Tensor {
        let value = Zeta::of(&*self.value(), &*q.value());
        let save = [Save::Input(0), Save::Input(1)];
        record("SpecialZeta", value, [self, q], save, |cx| {
            let [s, q] = cx.saved();
            [None, cx.to(1, |cx| cx.grad.mul(s.add(1.0).zeta(q).mul(s).neg()))]
        })
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
        check(&[&[2, 3]], |x| x[0].full_like(2.5).zeta(&(x[0].square() + 0.5)));
        check_second(&[&[3]], |x| x[0].full_like(3.0).zeta(&(x[0].square() + 0.5)));
    }
}
