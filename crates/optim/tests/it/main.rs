//! Tests of the crate as its users see it.

mod clip;
mod groups;
mod halves;
mod lbfgs;
mod options;
mod quadratic;
mod resume;
mod scheduler;
mod sgd;
mod state;

use autograd::Tensor;

/// A leaf with these elements and this gradient.
fn with_grad(values: &[f64], grad: &[f64]) -> Tensor {
    let leaf = |values: &[f64]| Tensor::from_vec(values.to_vec(), values.len());
    let parameter = leaf(values).requires_grad_(true);
    parameter.set_grad(Some(leaf(grad)));
    parameter
}
