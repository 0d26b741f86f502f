//! Bessel functions of both kinds, and modified ones of the first kind.

use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// The Bessel function of the first kind of order 0.
    ///
    /// Gradient: `grad * -j1(x)`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([1.0]).bessel_j0().to_vec::<f32>(), [0.765_197_7]);
    /// ```
    #[track_caller]
    pub fn bessel_j0(&self) -> Tensor {
        record(
            "SpecialBesselJ0",
            self.value().bessel_j0(),
            [self],
            [Save::Input(0)],
            |cx| {
                let [x] = cx.saved();
                [Some(cx.grad.mul(x.bessel_j1().neg()))]
            },
        )
    }

    /// The Bessel function of the first kind of order 1.
    ///
    /// Gradient: `grad * (j0(x) - j1(x) / x)`, and half of `grad` at 0.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([1.0]).bessel_j1().to_vec::<f32>(), [0.440_050_58]);
    /// ```
    #[track_caller]
    pub fn bessel_j1(&self) -> Tensor {
        record(
            "SpecialBesselJ1",
            self.value().bessel_j1(),
            [self],
            [Save::Input(0)],
            |cx| {
                let [x] = cx.saved();
                let slope = x.bessel_j0().sub(x.bessel_j1().div(apart_from_0(x)));
                [Some(cx.grad.mul(x.eq(0).where_(0.5, slope)))]
            },
        )
    }

    /// The Bessel function of the second kind of order 0; minus infinity at 0, not-a-number below.
    ///
    /// Gradient: `grad * -y1(x)`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([1.0]).bessel_y0().to_vec::<f32>(), [0.088_256_96]);
    /// ```
    #[track_caller]
    pub fn bessel_y0(&self) -> Tensor {
        record(
            "SpecialBesselY0",
            self.value().bessel_y0(),
            [self],
            [Save::Input(0)],
            |cx| {
                let [x] = cx.saved();
                [Some(cx.grad.mul(x.bessel_y1().neg()))]
            },
        )
    }

    /// The Bessel function of the second kind of order 1; minus infinity at 0, not-a-number below.
    ///
    /// Gradient: `grad * (y0(x) - y1(x) / x)`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([1.0]).bessel_y1().to_vec::<f32>(), [-0.781_212_8]);
    /// ```
    #[track_caller]
    pub fn bessel_y1(&self) -> Tensor {
        record(
            "SpecialBesselY1",
            self.value().bessel_y1(),
            [self],
            [Save::Input(0)],
            |cx| {
                let [x] = cx.saved();
                [Some(cx.grad.mul(x.bessel_y0().sub(x.bessel_y1().div(x))))]
            },
        )
    }

    /// The modified Bessel function of the first kind of order 0.
    ///
    /// Gradient: `grad * i1(x)`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([0.0, 1.0]).i0().to_vec::<f32>(), [1.0, 1.266_065_877_752_008_f64 as f32]);
    /// ```
    #[track_caller]
    pub fn i0(&self) -> Tensor {
        record("I0", self.value().i0(), [self], [Save::Input(0)], |cx| {
            let [x] = cx.saved();
            [Some(cx.grad.mul(x.i1()))]
        })
    }

    /// `e^-|x|` times [`i0`](Tensor::i0), which does not overflow.
    ///
    /// Gradient: `grad * (i1e(x) - sign(x) i0e(x))`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([0.0, 1.0]).i0e().to_vec::<f32>(), [1.0, 0.465_759_6]);
    /// ```
    #[track_caller]
    pub fn i0e(&self) -> Tensor {
        let save = [Save::Input(0), Save::Result];
        record("SpecialI0E", self.value().i0e(), [self], save, |cx| {
            let [x, result] = cx.saved();
            [Some(cx.grad.mul(x.i1e().sub(x.sign().mul(result))))]
        })
    }

    /// The modified Bessel function of the first kind of order 1.
    ///
    /// Gradient: `grad * (i0(x) - i1(x) / x)`, and half of `grad` at 0.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([0.0, 1.0]).i1().to_vec::<f32>(), [0.0, 0.565_159_1]);
    /// ```
    #[track_caller]
    pub fn i1(&self) -> Tensor {
        let save = [Save::Input(0), Save::Result];
        record("SpecialI1", self.value().i1(), [self], save, |cx| {
            let [x, result] = cx.saved();
            let slope = x.i0().sub(result.div(apart_from_0(x)));
            [Some(cx.grad.mul(x.eq(0).where_(0.5, slope)))]
        })
    }

    /// `e^-|x|` times [`i1`](Tensor::i1), which does not overflow.
    ///
    /// Gradient: `grad * (i0e(x) - i1e(x) (sign(x) + 1 / x))`, and half of `grad` at 0.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([0.0, 1.0]).i1e().to_vec::<f32>(), [0.0, 0.207_910_42]);
    /// ```
    #[track_caller]
    pub fn i1e(&self) -> Tensor {
        let save = [Save::Input(0), Save::Result];
        record("SpecialI1E", self.value().i1e(), [self], save, |cx| {
            let [x, result] = cx.saved();
            let slope = x
                .i0e()
                .sub(result.mul(x.sign().add(apart_from_0(x).reciprocal())));
            [Some(cx.grad.mul(x.eq(0).where_(0.5, slope)))]
        })
    }
}

/// 1 in the place of 0, by which is divided where the quotient does not count: else its derivative would not be a number.
#[track_caller]
fn apart_from_0(x: &Tensor) -> Tensor {
    x.eq(0).where_(1, x)
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[4]], |x| x[0].bessel_j0() + x[0].bessel_j1());
        check_second(&[&[4]], |x| x[0].bessel_j0() + x[0].bessel_j1());
        check(&[&[4]], |x| {
            let x = x[0].square() + 0.5;
            x.bessel_y0() + x.bessel_y1()
        });
        check_second(&[&[4]], |x| {
            let x = x[0].square() + 0.5;
            x.bessel_y0() + x.bessel_y1()
        });
        check(&[&[2, 3]], |x| x[0].i0() + x[0].i1() + x[0].i0e() + x[0].i1e());
        check_second(&[&[2, 3]], |x| x[0].i0() + x[0].i1() + x[0].i0e() + x[0].i1e());
    }

    #[test]
    fn second_derivatives_at_0_are_numbers() {
        let x = crate::Tensor::from([0.0]).requires_grad_(true);
        for y in [x.i1(), x.bessel_j1()] {
            let options = crate::BackwardOptions::new().create_graph(true);
            let slope = crate::grad(&y, &[&x], &options).unwrap().remove(0).unwrap();
            assert_eq!(slope.item(), 0.5);
            let bend = crate::grad(&slope, &[&x], &crate::BackwardOptions::new())
                .unwrap()
                .remove(0);
            assert_eq!(bend.map(|bend| bend.item()), Some(0.0));
        }
    }
}
