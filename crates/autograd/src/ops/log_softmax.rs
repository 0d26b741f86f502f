//! The logarithm of softmax.

use tensor_core::Array;

use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// The logarithm of [`softmax`](Tensor::softmax) along `dim`, exact where a probability vanishes:
    /// `x - ln(sum(e^x))`.
    ///
    /// Gradient: `grad - e^result * sum(grad)`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([0.0, -1000.0]).log_softmax(0).to_vec::<f32>(), [0.0, -1000.0]);
    /// ```
    ///
    /// # Panics
    /// If the elements are not floating point, or the dimension does not exist.
    #[track_caller]
    pub fn log_softmax(&self, dim: isize) -> Tensor {
        let value = self.value().log_softmax(dim);
        record("LogSoftmax", value, [self], [Save::Result], move |cx| {
            let [result] = cx.saved();
            [Some(log_softmax_backward(&cx.grad, result, dim))]
        })
    }
}

/// `grad - e^result * sum(grad)`.
fn log_softmax_backward(grad: &Tensor, result: &Tensor, dim: isize) -> Tensor {
    let value = Array::log_softmax_backward(&grad.value(), &result.value(), dim);
    let save = [Save::Input(0), Save::Input(1)];
    record("LogSoftmaxBackward", value, [grad, result], save, move |cx| {
        let [grad, result] = cx.saved();
        let weighted = cx.grad.mul(result.exp());
        [
            cx.to(0, |cx| cx.grad.sub(weighted.sum_dim(dim, true))),
            cx.to(1, |_| weighted.mul(grad.sum_dim(dim, true)).neg()),
        ]
    })
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| x[0].log_softmax(1));
        check(&[&[2, 3, 4]], |x| x[0].log_softmax(0));
        check_second(&[&[2, 3]], |x| x[0].log_softmax(-1));
        check_second(&[&[3, 2]], |x| x[0].log_softmax(0).square());
    }
}
