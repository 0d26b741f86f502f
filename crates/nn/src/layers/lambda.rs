//! [`Lambda`]: a closure as a layer.

use std::fmt;
use std::sync::Arc;

use autograd::Tensor;

use crate::forward::Forward;
use crate::layer_error::LayerError;
use crate::module::{Module, Visitor};
use crate::tree::write_tree;

/// A closure as a layer, for steps that have no parameters.
///
/// ```
/// use nn::{Forward, Lambda, Linear, Tensor, sequential};
/// let model = sequential![Lambda::new(|x| x * 2.0), Linear::new(3, 1)];
/// assert_eq!(model.forward(&Tensor::zeros([10, 3])).shape(), [10, 1]);
/// ```
#[derive(Clone)]
pub struct Lambda<F> {
    /// Shared by copies, since what a closure has captured need not be `Clone`.
    function: Arc<F>,
}

// The bound tells the compiler the closure's type where it is written.
impl<F: Fn(&Tensor) -> Tensor + Send + Sync> Lambda<F> {
    /// The layer that calls `function`.
    pub fn new(function: F) -> Self {
        Self {
            function: Arc::new(function),
        }
    }

    pub(crate) fn call(&self, x: &Tensor) -> Tensor {
        (self.function)(x)
    }
}

impl<F: Fn(&Tensor) -> Tensor + Send + Sync> Forward for Lambda<F> {
    fn forward(&self, x: &Tensor) -> Tensor {
        (self.function)(x)
    }
}

impl<F: Fn(&Tensor) -> Tensor + Send + Sync> Module for Lambda<F> {
    fn visit(&self, _: &mut dyn Visitor) {}

    fn type_name(&self) -> String {
        "Lambda".to_owned()
    }

    fn copy_module(&self) -> Result<Self, LayerError> {
        let function = Arc::clone(&self.function);
        Ok(Self { function })
    }
}

impl<F: Fn(&Tensor) -> Tensor + Send + Sync> fmt::Display for Lambda<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_tree(self, f)
    }
}
