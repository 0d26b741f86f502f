//! [`Visitor`]: what sees the contents of a module.

use std::sync::Arc;

use autograd::{Error, Tensor};

use crate::buffer::Buffer;
use crate::module::Module;
use crate::parameter::Parameter;
use crate::training::Training;

/// What sees the contents of a module. Recursion is its own affair: a module shows one level.
pub trait Visitor {
    /// A parameter of the module itself.
    fn parameter(&mut self, _name: &str, _parameter: &Parameter) {}

    /// A buffer of the module itself.
    fn buffer(&mut self, _name: &str, _buffer: &Buffer) {}

    /// That the parameters of the module itself do not exist yet, as those of a [`Lazy`](crate::Lazy) layer before its first
    /// call.
    fn unmade(&mut self, _layer: &dyn Unmade) {}

    /// The training flag of the module itself.
    fn training(&mut self, _training: &Training) {}

    /// A child module.
    fn module(&mut self, name: &str, module: &dyn Module);
}

/// A layer whose parameters do not exist yet, but for which a state may hold them.
pub trait Unmade {
    /// What it is called until then.
    fn name(&self) -> &str;

    /// A layer such as it would become of the state that holds these tensors under its own names, with other elements; one for
    /// inputs of no size if the state does not tell.
    ///
    /// # Errors
    /// If there cannot be such a layer.
    fn draft(&self, state: &Held<'_>) -> Result<Box<dyn Module>, Error>;

    /// Becomes that layer, if the state tells the size of the inputs.
    ///
    /// # Errors
    /// If there cannot be such a layer.
    fn make(&self, state: &Held<'_>) -> Result<(), Error>;
}

/// What a state holds under a layer's own names.
pub type Held<'a> = dyn Fn(&str) -> Option<&'a Tensor> + 'a;

macro_rules! module_by_deref {
    ($($owner:ty),*) => {$(
        impl<M: Module + ?Sized> Module for $owner {
            fn visit(&self, visitor: &mut dyn Visitor) {
                (**self).visit(visitor);
            }
            fn type_name(&self) -> String {
                (**self).type_name()
            }
            fn extra_repr(&self) -> Option<String> {
                (**self).extra_repr()
            }
            fn address(&self) -> *const () {
                (**self).address()
            }
        }
    )*};
}
module_by_deref!(Box<M>, Arc<M>, &M);
