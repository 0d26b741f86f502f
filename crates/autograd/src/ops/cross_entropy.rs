//! The cross entropy of classes.

use tensor_core::Array;

use crate::mode::is_grad_enabled;
use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// The mean cross entropy between these logits `[n, classes]` and the classes `[n]` (int64) that are right, over
    /// the rows whose class is not `ignore_index` (PyTorch's default is -100): softmax, logarithm and negative
    /// log-likelihood as one operation.
    ///
    /// Gradient: `grad * (softmax(x) - 1 at the class) / rows`, 0 in the rows that do not count.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let logits = Tensor::from([[100.0, 0.0], [0.0, 100.0]]);
    /// assert_eq!(logits.cross_entropy(&Tensor::from([0, 0]), -100).item(), 50.0);
    /// ```
    ///
    /// # Panics
    /// If the shapes or the element types do not fit, or a class does not exist.
    #[track_caller]
    pub fn cross_entropy(&self, classes: &Tensor, ignore_index: i64) -> Tensor {
        let log_probability = self.value().log_softmax(-1);
        let value = log_probability.nll(&classes.value(), ignore_index);
        let save = [
            Save::Input(0),
            Save::Value(&log_probability),
            Save::Value(&classes.value()),
        ];
        record("NllLoss", value, [self], save, move |cx| {
            let [logits, result, classes] = cx.saved();
            // A pass that is itself recorded has to know how it depends on the logits.
            let recomputed = is_grad_enabled().then(|| logits.log_softmax(-1));
            let result = recomputed.as_ref().unwrap_or(result);
            [Some(cross_entropy_backward(
                &cx.grad,
                result,
                classes,
                ignore_index,
            ))]
        })
    }
}

/// `grad * (e^result - 1 at the class) / rows`, where `grad` is 0-d and `result` that of `log_softmax`.
fn cross_entropy_backward(grad: &Tensor, result: &Tensor, classes: &Tensor, ignore: i64) -> Tensor {
    let value = Array::cross_entropy_backward(&grad.value(), &result.value(), &classes.value(), ignore);
    let save = [Save::Input(0), Save::Input(1), Save::Value(&classes.value())];
    record("NllLossBackward", value, [grad, result], save, move |cx| {
        let [grad, result, classes] = cx.saved();
        [
            // Linear in the gradient: its derivative is the value for 1, and the engine sums it.
            cx.to(0, |cx| {
                let one = Tensor::from(Array::ones((), result.dtype()));
                cx.grad.mul(cross_entropy_backward(&one, result, classes, ignore))
            }),
            cx.to(1, |cx| {
                let counts = classes.ne(ignore).unsqueeze(1);
                let rows = counts.sum().item();
                let slope = cx.grad.mul(result.exp()).mul(grad.div(rows));
                counts.where_(slope, 0)
            }),
        ]
    })
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        let classes = Tensor::from([2, 0, -100, 1]);
        check(&[&[4, 3]], |x| x[0].cross_entropy(&classes, -100));
        check_second(&[&[4, 3]], |x| x[0].cross_entropy(&classes, -100));
        check_second(&[&[4, 3]], |x| x[0].cross_entropy(&classes, -100).square());
    }

    #[test]
    fn it_is_what_its_parts_are() {
        let (x, classes) = (Tensor::randn([5, 4]), Tensor::from([3, 1, 0, 2, 2]));
        let picked = x.log_softmax(1).gather(1, &classes.unsqueeze(1));
        let (fused, composed) = (x.cross_entropy(&classes, -100).item(), picked.mean().neg().item());
        assert!((fused - composed).abs() < 1e-6, "{fused} {composed}");
    }

    #[test]
    fn nothing_that_counts_is_not_a_number() {
        assert!(
            Tensor::zeros([1, 3])
                .cross_entropy(&Tensor::from([7]), 7)
                .item()
                .is_nan()
        );
    }

    #[test]
    #[should_panic(expected = "class 3 of row 1 is out of bounds: there are 3 classes")]
    fn a_class_that_does_not_exist_is_named() {
        Tensor::zeros([2, 3]).cross_entropy(&Tensor::from([0, 3]), -100);
    }
}
