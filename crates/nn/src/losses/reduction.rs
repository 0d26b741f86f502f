//! [`Reduction`]: from the loss of each element to one number.

use autograd::Tensor;

use crate::field::Field;
use crate::layer_error::LayerError;
use crate::module::Visitor;

/// What is made of the losses of the elements.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reduction {
    /// Their mean.
    #[default]
    Mean,
    /// Their sum.
    Sum,
    /// Nothing: they are given as they are.
    None,
}

impl Reduction {
    pub(super) fn of(self, losses: Tensor) -> Tensor {
        match self {
            Reduction::Mean => losses.mean(),
            Reduction::Sum => losses.sum(),
            Reduction::None => losses,
        }
    }
}

impl Field for Reduction {
    fn visit_field(&self, _: &str, _: &mut dyn Visitor) {}

    fn copy_field(&self) -> Result<Self, LayerError> {
        Ok(*self)
    }
}
