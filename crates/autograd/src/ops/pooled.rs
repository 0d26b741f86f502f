//! Elements of channels by their places: what poolings give their gradients to. Each is the other's gradient.

use tensor_core::Shape;

use crate::record::{Save, record};
use crate::tensor::Tensor;

/// Zeros of `shape` with `grad` added at the places in channels of `rank` dimensions.
#[track_caller]
pub(super) fn put(grad: &Tensor, indices: &Tensor, rank: usize, shape: &Shape) -> Tensor {
    let value = grad.value().put_pooled(&indices.value(), rank, shape);
    record(
        "PutPooled",
        value,
        [grad],
        [Save::Value(&indices.value())],
        move |cx| {
            let [indices] = cx.saved();
            [Some(take(&cx.grad, indices, rank))]
        },
    )
}

/// The elements at the places in channels of `rank` dimensions.
#[track_caller]
pub(super) fn take(x: &Tensor, indices: &Tensor, rank: usize) -> Tensor {
    let (value, shape) = (
        x.value().take_pooled(&indices.value(), rank),
        Shape::from(x.shape()),
    );
    record(
        "TakePooled",
        value,
        [x],
        [Save::Value(&indices.value())],
        move |cx| {
            let [indices] = cx.saved();
            [Some(put(&cx.grad, indices, rank, &shape))]
        },
    )
}
