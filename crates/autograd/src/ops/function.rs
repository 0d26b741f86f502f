//! Functions of one number whose gradient is one pass, recorded as their rows in `tensor_core::functions` say.

use tensor_core::functions::{Differentiable, Reads};

use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// `f` of every element. `curvature` is the derivative of its slope, by what the slope is read from.
    #[track_caller]
    pub(super) fn smooth<F: Differentiable>(
        &self,
        f: F,
        curvature: impl Fn(&Tensor) -> Tensor + Copy + Send + Sync + 'static,
    ) -> Tensor {
        record(
            F::NAME,
            f.value(&self.value()),
            [self],
            [read::<F>()],
            move |cx| {
                let [read] = cx.saved();
                [Some(smooth_gradient(f, &cx.grad, read, curvature))]
            },
        )
    }

    /// `f` of every element, where `f` is made of straight pieces: its slope does not change.
    #[track_caller]
    pub(super) fn piecewise<F: Differentiable>(&self, f: F) -> Tensor {
        record(
            F::NAME,
            f.value(&self.value()),
            [self],
            [read::<F>()],
            move |cx| {
                let [read] = cx.saved();
                [Some(piecewise_gradient(f, &cx.grad, read))]
            },
        )
    }
}

/// What the slope of `F` is read from.
fn read<F: Differentiable>() -> Save<'static> {
    match F::READS {
        Reads::Argument => Save::Input(0),
        Reads::Result => Save::Result,
    }
}

/// `grad` times the slope, as an operation that can itself be differentiated.
#[track_caller]
fn smooth_gradient<F: Differentiable>(
    f: F,
    grad: &Tensor,
    read: &Tensor,
    curvature: impl Fn(&Tensor) -> Tensor + Copy + Send + Sync + 'static,
) -> Tensor {
    let value = f.gradient(&grad.value(), &read.value());
    let save = [Save::Input(0), Save::Input(1)];
    record(F::BACKWARD, value, [grad, read], save, move |cx| {
        let [grad, read] = cx.saved();
        [
            cx.to(0, |cx| smooth_gradient(f, &cx.grad, read, curvature)),
            cx.to(1, |cx| cx.grad.mul(grad).mul(curvature(read))),
        ]
    })
}

/// The same, of a slope that does not change.
#[track_caller]
fn piecewise_gradient<F: Differentiable>(f: F, grad: &Tensor, read: &Tensor) -> Tensor {
    let value = f.gradient(&grad.value(), &read.value());
    let save = [Save::Value(&read.value())];
    record(F::BACKWARD, value, [grad], save, move |cx| {
        let [read] = cx.saved();
        [Some(piecewise_gradient(f, &cx.grad, read))]
    })
}
