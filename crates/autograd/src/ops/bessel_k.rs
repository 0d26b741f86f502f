//! Modified Bessel functions of the second kind.

use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// The modified Bessel function of the second kind of order 0; infinite at 0, not-a-number below. PyTorch's
    /// `torch.special.modified_bessel_k0`.
    ///
    /// Gradient: `grad * -k1(x)`; PyTorch has none.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([1.0]).k0().to_vec::<f32>(), [0.421_024_44]);
    /// ```
    #[track_caller]
    #[must_use]
    pub fn k0(&self) -> Tensor {
        let value = self.value().k0();
        record("SpecialModifiedBesselK0", value, [self], [Save::Input(0)], |cx| {
            let [x] = cx.saved();
            [Some(cx.grad.mul(x.k1().neg()))]
        })
    }

    /// `e^x` times [`k0`](Tensor::k0), which does not vanish: `torch.special.scaled_modified_bessel_k0`.
    ///
    /// Gradient: `grad * (k0e(x) - k1e(x))`; PyTorch has none.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([1.0]).k0e().to_vec::<f32>(), [1.144_463_1]);
    /// ```
    #[track_caller]
    #[must_use]
    pub fn k0e(&self) -> Tensor {
        let save = [Save::Input(0), Save::Result];
        let value = self.value().k0e();
        record("SpecialScaledModifiedBesselK0", value, [self], save, |cx| {
            let [x, result] = cx.saved();
            [Some(cx.grad.mul(result.sub(x.k1e())))]
        })
    }

    /// The modified Bessel function of the second kind of order 1; infinite at 0, not-a-number below. PyTorch's
    /// `torch.special.modified_bessel_k1`.
    ///
    /// Gradient: `grad * -(k0(x) + k1(x) / x)`; PyTorch has none.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([1.0]).k1().to_vec::<f32>(), [0.601_907_25]);
    /// ```
    #[track_caller]
    #[must_use]
    pub fn k1(&self) -> Tensor {
        let save = [Save::Input(0), Save::Result];
        let value = self.value().k1();
        record("SpecialModifiedBesselK1", value, [self], save, |cx| {
            let [x, result] = cx.saved();
            [Some(cx.grad.mul(x.k0().add(result.div(x)).neg()))]
        })
    }

    /// `e^x` times [`k1`](Tensor::k1), which does not vanish: `torch.special.scaled_modified_bessel_k1`.
    ///
    /// Gradient: `grad * (k1e(x) - k0e(x) - k1e(x) / x)`; PyTorch has none.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([1.0]).k1e().to_vec::<f32>(), [1.636_153_5]);
    /// ```
    #[track_caller]
    #[must_use]
    pub fn k1e(&self) -> Tensor {
        let save = [Save::Input(0), Save::Result];
        let value = self.value().k1e();
        record("SpecialScaledModifiedBesselK1", value, [self], save, |cx| {
            let [x, result] = cx.saved();
            [Some(cx.grad.mul(result.sub(x.k0e()).sub(result.div(x))))]
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    fn all(x: &Tensor) -> Tensor {
        let x = x.square() + 0.5;
        x.k0() + x.k0e() * 2.0 + x.k1() * 3.0 + x.k1e()
    }

    #[test]
    fn gradients() {
        check(&[&[4]], |x| all(&x[0]));
        check_second(&[&[4]], |x| all(&x[0]));
    }

    #[test]
    fn at_zero_and_below() {
        let x = Tensor::from([0.0, -1.0]);
        let values = [x.k0(), x.k0e(), x.k1(), x.k1e()].map(|y| y.to_vec::<f32>());
        assert!(values.iter().all(|y| y[0] == f32::INFINITY && y[1].is_nan()));
    }
}
