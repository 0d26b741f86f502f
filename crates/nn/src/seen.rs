//! [`Seen`]: a module of any type.

use std::fmt;

use crate::module::{Module, Visitor};

/// A module of any type, as what works on all modules sees it. Such work is written for `&dyn Seen`, where it is compiled once;
/// a method that [`Module`] provides would be compiled for each type of module in a program.
///
/// It is not `&dyn Module`, which a `&M` of unsized `M` cannot become, and whose table would have all those methods again.
pub(crate) trait Seen: fmt::Display {
    fn visit(&self, visitor: &mut dyn Visitor);
    fn type_name(&self) -> String;
    fn extra_repr(&self) -> Option<String>;
    fn address(&self) -> *const ();
}

impl<M: Module + ?Sized> Seen for &M {
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
