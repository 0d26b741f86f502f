//! The mean squared error.

use tensor_core::Array;

use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// The mean of `(x - target)^2` over all elements, as one operation in one pass.
    ///
    /// Gradient: `grad * 2 (x - target) / n` for `x`, its opposite for `target`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([1.0, 2.0]).mse(&Tensor::from([1.0, 5.0])).item(), 4.5);
    /// ```
    ///
    /// # Panics
    /// If the two differ in shape or element type, or are not floating point.
    #[track_caller]
    pub fn mse(&self, target: &Tensor) -> Tensor {
        let value = self.value().mean_squared_error(&target.value());
        let save = [Save::Input(0), Save::Input(1)];
        record("MseLoss", value, [self, target], save, |cx| {
            let [x, target] = cx.saved();
            let grad = mse_backward(&cx.grad, x, target);
            let opposite = cx.to(1, |_| grad.neg());
            [Some(grad), opposite]
        })
    }
}

/// `grad * 2 (a - b) / n`, where `grad` is 0-d.
fn mse_backward(grad: &Tensor, a: &Tensor, b: &Tensor) -> Tensor {
    let value = Array::mean_squared_error_backward(&grad.value(), &a.value(), &b.value());
    let save = [Save::Input(0), Save::Input(1), Save::Input(2)];
    record("MseLossBackward", value, [grad, a, b], save, |cx| {
        let [grad, a, b] = cx.saved();
        let factor = 2.0 / a.numel() as f64;
        let left = cx.grad.mul(grad.mul(factor));
        let right = cx.to(2, |_| left.neg());
        [
            // The engine sums it to the one element.
            cx.to(0, |cx| cx.grad.mul(a.sub(b)).mul(factor)),
            Some(left),
            right,
        ]
    })
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3], &[2, 3]], |x| x[0].mse(&x[1]));
        check(&[&[3, 2], &[2, 3]], |x| x[0].t().mse(&x[1]));
        check_second(&[&[2, 3], &[2, 3]], |x| x[0].mse(&x[1]).square());
    }

    #[test]
    fn it_is_the_mean_of_squares_at_any_length() {
        for n in [1, 7, 1024, 5000] {
            let (a, b) = (Tensor::rand(n), Tensor::rand(n));
            let (fused, composed) = (a.mse(&b).item(), (&a - &b).square().mean().item());
            assert!(
                (fused - composed).abs() <= 1e-6 * composed,
                "{n}: {fused} {composed}"
            );
        }
        assert!(Tensor::zeros(0).mse(&Tensor::zeros(0)).item().is_nan());
    }

    #[test]
    #[should_panic(expected = "mean_squared_error takes two arrays of one shape")]
    fn shapes_are_not_broadcast() {
        Tensor::zeros(3).mse(&Tensor::zeros([3, 1]));
    }
}
