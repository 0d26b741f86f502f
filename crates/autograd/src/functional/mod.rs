//! Derivatives of functions: `torch.autograd.functional`, gradients of single samples, and checkpoints of activations.
//!
//! | | of `f: x -> y` | how |
//! |---|---|---|
//! | [`vjp`] | `v' J` | one pass backward |
//! | [`jvp`] | `J v` | two passes backward, the second through the first |
//! | [`jacobian`] | `J`, the derivative of each element by each | one pass for each element of `y` |
//! | [`hvp`], [`vhp`] | `H v`, `v' H`, where `y` is a number | two passes |
//! | [`hessian`] | `H` | one pass through a pass for each element of `x` |
//! | [`per_sample_grads`] | the gradient of each sample's loss | one pass for each sample |
//! | [`checkpoint`] | nothing: it forgets what is between `x` and `y`, and computes it again when it is needed | |
//!
//! The function is called with a copy of `x` that requires a gradient, inside [`no_grad`](crate::no_grad()) too, and what
//! comes out has no history. For derivatives that are differentiated in turn, as in a loss, there is
//! [`grad`](crate::grad()) with [`create_graph`](crate::BackwardOptions::create_graph).

mod checkpoint;
mod hessian;
mod hvp;
mod jacobian;
mod jvp;
mod per_sample;
mod vjp;

pub use checkpoint::{checkpoint, checkpoint_sequential};
pub use hessian::{hessian, hessians};
pub use hvp::{hvp, vhp};
pub use jacobian::{jacobian, jacobians};
pub use jvp::jvp;
pub use per_sample::per_sample_grads;
pub use vjp::vjp;

use crate::backward_options::BackwardOptions;
use crate::engine::grad;
use crate::mode::enable_grad;
use crate::tensor::Tensor;
use tensor_core::OrRaise;

/// Copies that require a gradient, and what the function makes of them.
#[track_caller]
fn called(f: impl FnOnce(&[Tensor]) -> Tensor, inputs: &[Tensor]) -> (Vec<Tensor>, Tensor) {
    let inputs: Vec<Tensor> = inputs.iter().map(|x| x.detach().requires_grad_(true)).collect();
    let y = enable_grad(|| f(&inputs));
    (inputs, y)
}

/// The gradient of `y` for each input, zeros where it does not depend on one.
#[track_caller]
fn grads(y: &Tensor, inputs: &[Tensor], options: &BackwardOptions) -> Vec<Tensor> {
    if !y.requires_grad() {
        return inputs.iter().map(Tensor::zeros_like).collect();
    }
    let wrt: Vec<&Tensor> = inputs.iter().collect();
    let grads = grad(y, &wrt, options).or_raise().into_iter().zip(inputs);
    grads
        .map(|(grad, x)| grad.unwrap_or_else(|| x.zeros_like()))
        .collect()
}

/// The gradient of a number, which can be differentiated in turn.
#[track_caller]
fn slope(name: &str, y: &Tensor, inputs: &[Tensor]) -> Vec<Tensor> {
    if y.numel() != 1 {
        tensor_core::Error::shape(format!(
            "{name}: the function gives shape {:?}, and must give one number",
            y.shape()
        ))
        .raise();
    }
    grads(y, inputs, &BackwardOptions::new().create_graph(true))
}
