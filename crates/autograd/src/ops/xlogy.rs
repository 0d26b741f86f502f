//! A product with a logarithm.

use tensor_core::functions::{Xlog1py, Xlogy};

use crate::mode::NoGrad;
use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// `self * ln(other)`, broadcast, and 0 where `self` is 0, unless the other is not a number: a term of an entropy.
    ///
    /// Gradient: `grad * ln(b)` for `self`, 0 where that is 0 and `b` is not positive; `grad * a / b` for the other.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let y = Tensor::from([0.0, 2.0]).xlogy(&Tensor::from([0.0, 1.0]));
    /// assert_eq!(y.to_vec::<f32>(), [0.0, 0.0]);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not broadcast.
    #[track_caller]
    pub fn xlogy(&self, other: &Tensor) -> Tensor {
        let value = Xlogy::of(&*self.value(), &*other.value());
        record(
            "Xlogy",
            value,
            [self, other],
            [Save::Input(0), Save::Input(1)],
            |cx| {
                let [a, b] = cx.saved();
                [
                    cx.to(0, |cx| {
                        let flat = a.eq(0).logical_and(&b.le(0));
                        flat.where_(0, cx.grad.mul(b.to_dtype(cx.grad.dtype()).log()))
                    }),
                    cx.to(1, |cx| cx.grad.mul(a.div(b))),
                ]
            },
        )
    }

    /// `self * ln(1 + other)`, broadcast, and 0 where `self` is 0, unless the other is not a number.
    ///
    /// Gradient: `grad * ln(1 + b)` for `self`, 0 where that is 0 and `b` is not above -1; `grad * a / (b + 1)` for the other.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let (x, y) = (Tensor::from([0.0, 2.0]), Tensor::from([-1.0, 0.0]));
    /// assert_eq!(x.xlog1py(&y).to_vec::<f32>(), [0.0, 0.0]);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not broadcast.
    #[track_caller]
    pub fn xlog1py(&self, other: &Tensor) -> Tensor {
        let value = Xlog1py::of(&*self.value(), &*other.value());
        let save = [Save::Input(0), Save::Input(1)];
        record("SpecialXlog1Py", value, [self, other], save, |cx| {
            let [a, b] = cx.saved();
            [
                cx.to(0, |cx| {
                    let flat = a.eq(0).logical_and(&b.le(-1));
                    flat.where_(0, cx.grad.mul(b.to_dtype(cx.grad.dtype()).log1p()))
                }),
                cx.to(1, |cx| cx.grad.mul(a.div(b.add(1)))),
            ]
        })
    }

    /// `-x ln(x)`, the term of an entropy: 0 at 0, and minus infinity below.
    ///
    /// Gradient: `-grad * (1 + ln(x))`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([0.0, 1.0, -1.0]).entr().to_vec::<f32>(), [0.0, 0.0, f32::NEG_INFINITY]);
    /// ```
    #[track_caller]
    pub fn entr(&self) -> Tensor {
        let value = {
            let _off = NoGrad::new();
            let term = self.xlogy(self).neg();
            self.lt(0).where_(f64::NEG_INFINITY, term).to_array()
        };
        record("SpecialEntr", value, [self], [Save::Input(0)], |cx| {
            let [x] = cx.saved();
            [Some(cx.grad.neg().mul(x.log().add(1)))]
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3], &[3]], |x| x[0].xlogy(&(x[1].square() + 0.5)));
        check(&[&[2, 3], &[3]], |x| x[0].xlog1py(&(x[1].square() + 0.5)));
        check(&[&[2, 3]], |x| (x[0].square() + 0.5).entr());
        check_second(&[&[2, 3], &[3]], |x| x[0].xlogy(&(x[1].square() + 0.5)));
    }

    #[test]
    fn zero_times_the_logarithm_of_zero_is_zero() {
        let x = Tensor::from([0.0, 0.0, 2.0]).requires_grad_(true);
        let y = x.xlogy(&Tensor::from([0.0, f64::NAN, 0.0]));
        y.sum().backward();
        let (y, slope) = (y.to_vec::<f32>(), x.grad().unwrap().to_vec::<f32>());
        assert!(y[0] == 0.0 && y[1].is_nan() && y[2] == f32::NEG_INFINITY);
        assert!(slope[0] == 0.0 && slope[1].is_nan());
    }
}
