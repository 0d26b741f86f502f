//! Softmax.

use tensor_core::Array;

use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// Probabilities along `dim`: `e^x / sum(e^x)`, without overflow.
    ///
    /// Gradient: `result * (grad - sum(grad * result))`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([1000.0, 1000.0, -1000.0]).softmax(0).to_vec::<f32>(), [0.5, 0.5, 0.0]);
    /// ```
    ///
    /// # Panics
    /// If the elements are not floating point, or the dimension does not exist.
    #[track_caller]
    pub fn softmax(&self, dim: isize) -> Tensor {
        let value = self.value().softmax(dim);
        record("Softmax", value, [self], [Save::Result], move |cx| {
            let [result] = cx.saved();
            [Some(softmax_backward(&cx.grad, result, dim))]
        })
    }
}

/// `result * (grad - sum(grad * result))`.
fn softmax_backward(grad: &Tensor, result: &Tensor, dim: isize) -> Tensor {
    let value = Array::softmax_backward(&grad.value(), &result.value(), dim);
    let save = [Save::Input(0), Save::Input(1)];
    record("SoftmaxBackward", value, [grad, result], save, move |cx| {
        let [grad, result] = cx.saved();
        [
            // The Jacobian is symmetric.
            cx.to(0, |cx| softmax_backward(&cx.grad, result, dim)),
            cx.to(1, |cx| {
                let total = |x: &Tensor| x.mul(result).sum_dim(dim, true);
                let own = cx.grad.mul(grad.sub(total(grad)));
                own.sub(grad.mul(total(&cx.grad)))
            }),
        ]
    })
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| x[0].softmax(1));
        check(&[&[2, 3, 4]], |x| x[0].softmax(1));
        check_second(&[&[2, 3]], |x| x[0].softmax(-1));
        check_second(&[&[3, 2]], |x| x[0].softmax(0).square());
    }
}
