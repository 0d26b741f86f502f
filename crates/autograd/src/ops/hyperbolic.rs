//! Hyperbolic functions and their inverses; `tanh` has a file of its own.

use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// `(e^x - e^-x) / 2`.
    ///
    /// Gradient: `grad * cosh(x)`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([0.0, 1.0]).sinh().to_vec::<f32>(), [0.0, 1.175_201_2]);
    /// ```
    #[track_caller]
    pub fn sinh(&self) -> Tensor {
        record("Sinh", self.value().sinh(), [self], [Save::Input(0)], |cx| {
            let [x] = cx.saved();
            [Some(cx.grad.mul(x.cosh()))]
        })
    }

    /// `(e^x + e^-x) / 2`.
    ///
    /// Gradient: `grad * sinh(x)`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([0.0, 1.0]).cosh().to_vec::<f32>(), [1.0, 1.543_080_7]);
    /// ```
    #[track_caller]
    pub fn cosh(&self) -> Tensor {
        record("Cosh", self.value().cosh(), [self], [Save::Input(0)], |cx| {
            let [x] = cx.saved();
            [Some(cx.grad.mul(x.sinh()))]
        })
    }

    /// The number whose hyperbolic sine it is.
    ///
    /// Gradient: `grad / sqrt(x^2 + 1)`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([0.0, 1.0]).asinh().to_vec::<f32>(), [0.0, 0.881_373_6]);
    /// ```
    #[track_caller]
    pub fn asinh(&self) -> Tensor {
        record("Asinh", self.value().asinh(), [self], [Save::Input(0)], |cx| {
            let [x] = cx.saved();
            [Some(cx.grad.mul(x.square().add(1).rsqrt()))]
        })
    }

    /// The number, not negative, whose hyperbolic cosine it is; not-a-number below 1.
    ///
    /// Gradient: `grad / sqrt(x^2 - 1)`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([1.0, 2.0]).acosh().to_vec::<f32>(), [0.0, 1.316_957_9]);
    /// ```
    #[track_caller]
    pub fn acosh(&self) -> Tensor {
        record("Acosh", self.value().acosh(), [self], [Save::Input(0)], |cx| {
            let [x] = cx.saved();
            [Some(cx.grad.mul(x.square().sub(1).rsqrt()))]
        })
    }

    /// The number whose hyperbolic tangent it is; not-a-number outside of [-1, 1].
    ///
    /// Gradient: `grad / (1 - x^2)`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([0.0, 1.0]).atanh().to_vec::<f32>(), [0.0, f32::INFINITY]);
    /// ```
    #[track_caller]
    pub fn atanh(&self) -> Tensor {
        record("Atanh", self.value().atanh(), [self], [Save::Input(0)], |cx| {
            let [x] = cx.saved();
            [Some(cx.grad.div(1.0 - x.square()))]
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| x[0].sinh());
        check_second(&[&[2, 3]], |x| x[0].sinh());
        check(&[&[2, 3]], |x| x[0].cosh());
        check_second(&[&[2, 3]], |x| x[0].cosh());
        check(&[&[2, 3]], |x| x[0].asinh());
        check_second(&[&[2, 3]], |x| x[0].asinh());
        check(&[&[2, 3]], |x| (x[0].square() + 1.5).acosh());
        check_second(&[&[2, 3]], |x| (x[0].square() + 1.5).acosh());
        check(&[&[2, 3]], |x| (&x[0] * 0.3).atanh());
        check_second(&[&[2, 3]], |x| (&x[0] * 0.3).atanh());
    }
}
