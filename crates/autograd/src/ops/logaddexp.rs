//! The logarithm of the sum of two exponentials.

use std::f64::consts::LN_2;

use tensor_core::functions::float_dtype;
use tensor_core::{OrRaise, promote};

use crate::mode::NoGrad;
use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// `ln(e^a + e^b)`, broadcast, without overflow on the way.
    ///
    /// Gradient: `grad * sigmoid(a - b)` for `a`, `grad * sigmoid(b - a)` for `b`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let y = Tensor::from([1000.0, f64::NEG_INFINITY]).logaddexp(&Tensor::from([0.0, f64::NEG_INFINITY]));
    /// assert_eq!(y.to_vec::<f32>(), [1000.0, f32::NEG_INFINITY]);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not broadcast, or neither is floating point.
    #[track_caller]
    pub fn logaddexp(&self, other: &Tensor) -> Tensor {
        let dtype = promote((&*self.value()).into(), (&*other.value()).into());
        float_dtype("logaddexp", dtype).or_raise();
        let (a, b) = (&self.to_dtype(dtype), &other.to_dtype(dtype));
        let value = {
            let _off = NoGrad::new();
            a.log_add_exp(b).to_array()
        };
        let save = [Save::Input(0), Save::Input(1)];
        record("Logaddexp", value, [a, b], save, |cx| {
            let [a, b] = cx.saved();
            [
                cx.to(0, |cx| cx.grad.mul(a.sub(b).sigmoid())),
                cx.to(1, |cx| cx.grad.mul(b.sub(a).sigmoid())),
            ]
        })
    }

    /// `log2(2^a + 2^b)`, broadcast, without overflow on the way.
    ///
    /// Gradient: as composed of [`logaddexp`](Tensor::logaddexp).
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([100.0]).logaddexp2(&Tensor::from([100.0])).to_vec::<f32>(), [101.0]);
    /// ```
    ///
    /// # Panics
    /// As `logaddexp`.
    #[track_caller]
    pub fn logaddexp2(&self, other: &Tensor) -> Tensor {
        self.mul(LN_2).logaddexp(&other.mul(LN_2)).div(LN_2)
    }

    #[track_caller]
    fn log_add_exp(&self, other: &Tensor) -> Tensor {
        let distance = self.sub(other).abs();
        let sum = self.maximum(other).add((-distance).exp().log1p());
        // The difference of two equal infinities is not a number.
        self.eq(other).where_(self.add(LN_2), sum)
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3], &[3]], |x| x[0].logaddexp(&x[1]));
        check(&[&[2, 3], &[3]], |x| x[0].logaddexp2(&x[1]));
        check_second(&[&[3], &[3]], |x| x[0].logaddexp(&x[1]));
        check_second(&[&[3], &[3]], |x| x[0].logaddexp2(&x[1]));
    }

    #[test]
    fn special_values() {
        let (inf, nan) = (f64::INFINITY, f64::NAN);
        let y = Tensor::from([inf, inf, -inf, nan, 0.0]).logaddexp(&Tensor::from([inf, -inf, 3.0, 1.0, 0.0]));
        let y = y.to_vec::<f32>();
        assert_eq!(y[..3], [f32::INFINITY, f32::INFINITY, 3.0]);
        assert!(y[3].is_nan() && y[4] == LN_2);
    }

    const LN_2: f32 = std::f32::consts::LN_2;
}
