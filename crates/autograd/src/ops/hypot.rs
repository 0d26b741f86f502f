//! The length of a vector with two components.

use tensor_core::functions::Hypot;

use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// `sqrt(a^2 + b^2)`, broadcast, without overflow on the way.
    ///
    /// Gradient: `grad * a / result` for `a`, `grad * b / result` for `b`; not-a-number where both are 0, as in PyTorch.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let y = Tensor::from([3.0, 5.0]).hypot(&Tensor::from([4.0, 12.0]));
    /// assert_eq!(y.to_vec::<f32>(), [5.0, 13.0]);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not broadcast, or neither is floating point.
    #[track_caller]
    pub fn hypot(&self, other: &Tensor) -> Tensor {
        let value = Hypot::of(&*self.value(), &*other.value());
        let save = [Save::Input(0), Save::Input(1), Save::Result];
        record("Hypot", value, [self, other], save, |cx| {
            let [a, b, result] = cx.saved();
            [
                cx.to(0, |cx| cx.grad.mul(a.div(result))),
                cx.to(1, |cx| cx.grad.mul(b.div(result))),
            ]
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3], &[3]], |x| x[0].hypot(&x[1]));
        check_second(&[&[2, 3], &[3]], |x| x[0].hypot(&x[1]));
    }

    #[test]
    fn special_values_are_those_of_c() {
        let (inf, nan) = (f64::INFINITY, f64::NAN);
        let a = Tensor::from([inf, -inf, nan, -0.0, 3e30, 3e-30, nan, 0.0]);
        let b = Tensor::from([nan, -inf, 1.0, 0.0, 4e30, 4e-30, 0.0, nan]);
        let y = a.hypot(&b).to_vec::<f32>();
        assert!(y[..2] == [f32::INFINITY; 2] && y[2].is_nan() && y[3] == 0.0);
        assert!(y[6].is_nan() && y[7].is_nan());
        assert!((y[4] / 5e30 - 1.0).abs() < 1e-6 && (y[5] / 5e-30 - 1.0).abs() < 1e-6);
    }

    #[test]
    #[should_panic(expected = "hypot is for floating-point numbers, not int64")]
    fn integers_are_refused() {
        Tensor::from([3]).hypot(&Tensor::from([4]));
    }
}
