//! [`BackwardOptions`]: how a backward pass is run.

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
#[derive(Clone, Default)]
pub struct BackwardOptions {
    pub(crate) gradient: Option<Tensor>,
    pub(crate) retain_graph: bool,
    pub(crate) create_graph: bool,
}

impl BackwardOptions {
    /// As [`Tensor::backward`] does it.
    pub fn new() -> Self {
        Self::default()
    }

    /// The gradient of the tensor itself, of its shape. Without it the tensor must have one element.
    #[must_use]
    pub fn gradient(mut self, gradient: impl Into<Tensor>) -> Self {
        self.gradient = Some(gradient.into());
        self
    }

    /// Keeps the saved values, so that the graph can be run backward again.
    #[must_use]
    pub fn retain_graph(mut self, retain: bool) -> Self {
        self.retain_graph = retain;
        self
    }

    /// Records the backward pass itself, so that gradients can be differentiated. Keeps the graph as well.
    #[must_use]
    pub fn create_graph(mut self, create: bool) -> Self {
        self.create_graph = create;
        self
    }
}
