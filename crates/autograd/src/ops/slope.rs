//! Gradients of functions of one number: `grad` times the slope, as one operation that can be differentiated.

use tensor_core::Array;

use crate::node::{Keep, record};
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
    record(name, value, [grad, at], Keep::INPUTS, move |cx| {
        [
            cx.to(0, |cx| curved(name, &cx.grad, cx.input(1), gradient, curvature)),
            cx.to(1, |cx| cx.grad.mul(cx.input(0)).mul(curvature(cx.input(1)))),
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
    record(name, value, [grad, at], Keep::input(1), move |cx| {
        [
            cx.to(0, |cx| straight(name, &cx.grad, cx.input(1), gradient)),
            None,
        ]
    })
}
