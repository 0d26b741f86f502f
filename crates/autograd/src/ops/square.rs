//! `x * x`.

use tensor_core::Array;

use crate::node::{Keep, record};
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
    pub fn square(&self) -> Tensor {
        self.square_as("Square")
    }

    /// The square, recorded under the name of the operation that turned out to be one.
    pub(super) fn square_as(&self, name: &'static str) -> Tensor {
        record(name, self.value().square(), [self], Keep::INPUTS, |cx| {
            [Some(square_backward(&cx.grad, cx.input(0)))]
        })
    }
}

/// Twice the product: linear in both.
fn square_backward(grad: &Tensor, x: &Tensor) -> Tensor {
    let value = Array::square_backward(&grad.value(), &x.value());
    record("SquareBackward", value, [grad, x], Keep::INPUTS, |cx| {
        [
            cx.to(0, |cx| square_backward(&cx.grad, cx.input(1))),
            cx.to(1, |cx| square_backward(&cx.grad, cx.input(0))),
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
