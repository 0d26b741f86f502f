//! A list of fields, as a module: what `Vec` and arrays in a module are.

use std::fmt;

use crate::{Field, Module, Visitor, tree};

/// Fields named `0`, `1` …, under a name of PyTorch's: `ModuleList`.
pub(crate) struct List<'a, F> {
    type_name: &'static str,
    fields: &'a [F],
}

impl<'a, F> List<'a, F> {
    pub(crate) fn new(type_name: &'static str, fields: &'a [F]) -> Self {
        Self { type_name, fields }
    }
}

impl<F: Field + Send + Sync> Module for List<'_, F> {
    fn visit(&self, visitor: &mut dyn Visitor) {
        for (at, field) in self.fields.iter().enumerate() {
            field.visit_field(&at.to_string(), visitor);
        }
    }

    fn type_name(&self) -> String {
        self.type_name.to_owned()
    }

    /// A list lies where its owner's field does not: it is made for one visit. Its first element would be mistaken
    /// for it.
    fn address(&self) -> *const () {
        std::ptr::null()
    }
}

impl<F: Field + Send + Sync> fmt::Display for List<'_, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        tree::write_list(self, f)
    }
}
