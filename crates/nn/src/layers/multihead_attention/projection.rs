//! [`OutProjection`]: the projection of the joined heads.

use std::fmt;
use std::ops::Deref;

use crate::layer_error::LayerError;
use crate::layers::Linear;
use crate::module::{Module, Visitor};
use crate::tree::write_tree;

/// A [`Linear`] that prints as PyTorch's does in this place.
pub struct OutProjection(pub(super) Linear);

impl Deref for OutProjection {
    type Target = Linear;

    fn deref(&self) -> &Linear {
        &self.0
    }
}

impl Module for OutProjection {
    fn visit(&self, visitor: &mut dyn Visitor) {
        self.0.visit(visitor);
    }

    fn type_name(&self) -> String {
        "NonDynamicallyQuantizableLinear".to_owned()
    }

    fn extra_repr(&self) -> Option<String> {
        Module::extra_repr(&self.0)
    }

    fn copy_module(&self) -> Result<Self, LayerError> {
        self.0.copy_module().map(Self)
    }
}

impl fmt::Display for OutProjection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_tree(self, f)
    }
}
