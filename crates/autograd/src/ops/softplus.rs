//! A smooth rectifier.

use tensor_core::Array;

use crate::ops::slope::curved;
use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// The smooth rectifier `ln(1 + e^x)`, with PyTorch's defaults: [`softplus_with`](Tensor::softplus_with) of
    /// beta 1 and threshold 20.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([-1e4, 1e4]).softplus().to_vec::<f32>(), [0.0, 1e4]);
    /// ```
    ///
    /// # Panics
    /// If the elements are not floating point.
    #[track_caller]
    pub fn softplus(&self) -> Tensor {
        self.softplus_with(1.0, 20.0)
    }

    /// The smooth rectifier `ln(1 + e^(beta x)) / beta`, and `x` itself where `beta x > threshold`.
    ///
    /// Gradient: `grad * sigmoid(beta x)`, and `grad` above the threshold.
    ///
    /// # Panics
    /// If the elements are not floating point.
    #[track_caller]
    pub fn softplus_with(&self, beta: f64, threshold: f64) -> Tensor {
        let value = self.value().softplus(beta, threshold);
        record("Softplus", value, [self], [Save::Input(0)], move |cx| {
            let [x] = cx.saved();
            let gradient = move |grad: &Array, x: &Array| Array::softplus_backward(grad, x, beta, threshold);
            let curvature = move |x: &Tensor| {
                let s = (x * beta).sigmoid();
                let smooth = &s * (1.0 - &s) * beta;
                (x * beta).le(threshold).where_(smooth, 0)
            };
            [Some(curved("SoftplusBackward", &cx.grad, x, gradient, curvature))]
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| x[0].softplus());
        check(&[&[4, 3]], |x| x[0].softplus_with(2.0, 0.5));
        check_second(&[&[2, 3]], |x| x[0].softplus());
        check_second(&[&[4, 3]], |x| x[0].softplus_with(2.0, 0.5).square());
    }
}
