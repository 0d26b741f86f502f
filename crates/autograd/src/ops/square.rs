//! `x * x`.

use tensor_core::functions::{Differentiable, Square};

use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// The square: `x * x`.
    ///
    /// Gradient: `grad * 2 x`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([1.0, -3.0]).square().to_vec::<f32>(), [1.0, 9.0]);
    /// ```
    #[track_caller]
    pub fn square(&self) -> Tensor {
        // PyTorch's square is a power.
        record("Pow", self.value().square(), [self], [Save::Input(0)], |cx| {
            let [x] = cx.saved();
            [Some(square_backward(&cx.grad, x))]
        })
    }
}

/// Twice the product: linear in both.
fn square_backward(grad: &Tensor, x: &Tensor) -> Tensor {
    let value = Square.gradient(&grad.value(), &x.value());
    let save = [Save::Input(0), Save::Input(1)];
    record("SquareBackward", value, [grad, x], save, |cx| {
        let [grad, x] = cx.saved();
        [
            cx.to(0, |cx| square_backward(&cx.grad, x)),
            cx.to(1, |cx| square_backward(&cx.grad, grad)),
        ]
    })
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| x[0].square());
        check_second(&[&[2, 3]], |x| x[0].square());
        check_second(&[&[2, 3]], |x| x[0].square().square().mean());
    }
}
