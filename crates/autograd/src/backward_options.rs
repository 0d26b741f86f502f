//! [`BackwardOptions`]: how a backward pass is run.

use options_derive::Options;

use crate::tensor::Tensor;

/// How a backward pass is run.
///
/// ```
/// use autograd::{BackwardOptions, Tensor};
/// let x = Tensor::from([1.0, 2.0]).requires_grad_(true);
/// let y = &x * &x;
/// y.backward_with(BackwardOptions::new().gradient(Tensor::from([1.0, 10.0])));
/// assert_eq!(x.grad().unwrap().to_vec::<f32>(), [2.0, 40.0]);
/// ```
#[derive(Clone, Options)]
pub struct BackwardOptions {
    /// The gradient of the tensor itself, of its shape. Without it the tensor must have one element.
    #[option(default = None, from = Tensor)]
    pub(crate) gradient: Option<Tensor>,
    /// Keeps the saved values, so that the graph can be run backward again.
    #[option(default = false)]
    pub(crate) retain_graph: bool,
    /// Records the backward pass itself, so that gradients can be differentiated. Keeps the graph as well.
    #[option(default = false)]
    pub(crate) create_graph: bool,
}
