//! Gradients of functions of one number: `grad` times the slope, as one operation that can be differentiated.

use tensor_core::Array;

use crate::record::{Save, record};
use crate::tensor::Tensor;

/// `grad * slope(at)`, which `gradient` computes in one pass; `curvature` is the derivative of the slope.
pub(super) fn curved(
    name: &'static str,
    grad: &Tensor,
    at: &Tensor,
    gradient: impl Fn(&Array, &Array) -> Array + Copy + Send + Sync + 'static,
    curvature: impl Fn(&Tensor) -> Tensor + Copy + Send + Sync + 'static,
) -> Tensor {
    let value = gradient(&grad.value(), &at.value());
    let save = [Save::Input(0), Save::Input(1)];
    record(name, value, [grad, at], save, move |cx| {
        let [grad, at] = cx.saved();
        [
            cx.to(0, |cx| curved(name, &cx.grad, at, gradient, curvature)),
            cx.to(1, |cx| cx.grad.mul(grad).mul(curvature(at))),
        ]
    })
}

/// As [`curved`], of a function made of straight pieces: the slope does not change.
pub(super) fn straight(
    name: &'static str,
    grad: &Tensor,
    at: &Tensor,
    gradient: impl Fn(&Array, &Array) -> Array + Copy + Send + Sync + 'static,
) -> Tensor {
    let value = gradient(&grad.value(), &at.value());
    let save = [Save::Value(&at.value())];
    record(name, value, [grad], save, move |cx| {
        let [at] = cx.saved();
        [Some(straight(name, &cx.grad, at, gradient))]
    })
}
