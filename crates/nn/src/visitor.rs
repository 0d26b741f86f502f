//! [`Visitor`]: what sees the contents of a module.

use std::sync::Arc;

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

    /// That the parameters of the module itself do not exist yet, as those of a [`Lazy`](crate::Lazy) layer, which is called
    /// `layer`, before its first call.
    fn unmade(&mut self, _layer: &str) {}

    /// The training flag of the module itself.
    fn training(&mut self, _training: &Training) {}

    /// A child module.
    fn module(&mut self, name: &str, module: &dyn Module);
}

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
