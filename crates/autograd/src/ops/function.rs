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
        self.piecewise_as(F::NAME, f)
    }

    /// [`piecewise`](Tensor::piecewise), recorded under another name.
    #[track_caller]
    pub(super) fn piecewise_as<F: Differentiable>(&self, name: &'static str, f: F) -> Tensor {
        record(name, f.value(&self.value()), [self], [read::<F>()], move |cx| {
            let [read] = cx.saved();
            [Some(piecewise_gradient(f, &cx.grad, read))]
        })
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
pub(super) fn smooth_gradient<F: Differentiable>(
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

/// The same, of a slope that does not change: its derivative is 0, not absent, as in PyTorch.
#[track_caller]
pub(super) fn piecewise_gradient<F: Differentiable>(f: F, grad: &Tensor, read: &Tensor) -> Tensor {
    let value = f.gradient(&grad.value(), &read.value());
    record(F::BACKWARD, value, [grad, read], [Save::Input(1)], move |cx| {
        let [read] = cx.saved();
        [
            cx.to(0, |cx| piecewise_gradient(f, &cx.grad, read)),
            cx.to(1, |_| read.zeros_like()),
        ]
    })
}

#[cfg(test)]
mod tests {
    use crate::{BackwardOptions, Tensor, grad};

    #[test]
    fn the_derivative_of_a_slope_that_does_not_change_is_zero() {
        let functions: [fn(&Tensor) -> Tensor; 5] = [
            Tensor::relu,
            |x| x.leaky_relu(0.1),
            Tensor::abs,
            |x| x.clamp(-1, 1),
            |x| x.clamp_min(0),
        ];
        for f in functions {
            let x = Tensor::from([-1.0, 0.0, 2.0, f64::INFINITY, f64::NAN]).requires_grad_(true);
            let first = grad(&f(&x).sum(), &[&x], &BackwardOptions::new().create_graph(true))
                .unwrap()
                .remove(0);
            let second = grad(&first.unwrap().sum(), &[&x], &BackwardOptions::new())
                .unwrap()
                .remove(0);
            assert_eq!(second.unwrap().to_vec::<f32>(), [0.0; 5]);
        }
    }
}
