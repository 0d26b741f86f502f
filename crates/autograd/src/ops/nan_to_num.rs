//! Not-a-number and infinities replaced.

use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// Every element, but not-a-number becomes 0, and infinities become the largest and the smallest number of the element
    /// type: [`nan_to_num_with`](Tensor::nan_to_num_with).
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([f64::NAN, f64::INFINITY]).nan_to_num().to_vec::<f32>(), [0.0, f32::MAX]);
    /// ```
    #[track_caller]
    pub fn nan_to_num(&self) -> Tensor {
        self.nan_to_num_with(0.0, None, None)
    }

    /// Every element, but not-a-number becomes `nan`, and the infinities `posinf` and `neginf`; left out, the largest and
    /// the smallest number of the element type. Integers and bools stay as they are.
    ///
    /// Gradient: `grad` where the element is finite, else 0.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([f64::NAN, f64::INFINITY, 1.0]);
    /// assert_eq!(x.nan_to_num_with(0.5, Some(9.0), None).to_vec::<f32>(), [0.5, 9.0, 1.0]);
    /// ```
    #[track_caller]
    pub fn nan_to_num_with(&self, nan: f64, posinf: Option<f64>, neginf: Option<f64>) -> Tensor {
        let value = self.value().nan_to_num(nan, posinf, neginf);
        record("NanToNum", value, [self], [Save::Input(0)], |cx| {
            let [x] = cx.saved();
            [Some(cx.grad.mul(x.isfinite()))]
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| x[0].nan_to_num().square());
        check_second(&[&[2, 3]], |x| x[0].nan_to_num().square());
        let x = Tensor::from([f64::NAN, f64::NEG_INFINITY, 2.0]).requires_grad_(true);
        let y = x.nan_to_num_with(1.0, None, Some(-5.0));
        y.sum().backward();
        assert_eq!(y.to_vec::<f32>(), [1.0, -5.0, 2.0]);
        assert_eq!(x.grad().unwrap().to_vec::<f32>(), [0.0, 0.0, 1.0]);
    }
}
