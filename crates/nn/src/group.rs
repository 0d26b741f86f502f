//! Several fields as one module: what `Vec`s, arrays, tuples and maps in a module are.

use std::fmt;

use crate::module::{Module, Visitor};
use crate::tree::{parameter_lines, write_list, write_tree};

/// What the fields of a group are, for the group's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Nothing that a module shows.
    Nothing,
    /// Parameters.
    Parameters,
    /// Buffers.
    Buffers,
    /// Modules, or groups of any kind.
    Modules,
}

impl Holds {
    /// What a group of such groups holds.
    pub(crate) const fn nested(self) -> Self {
        match self {
            Holds::Nothing => Holds::Nothing,
            _ => Holds::Modules,
        }
    }

    /// What PyTorch calls a list of these.
    pub(crate) const fn list(self) -> &'static str {
        match self {
            Holds::Parameters => "ParameterList",
            Holds::Buffers => "BufferList",
            Holds::Nothing | Holds::Modules => "ModuleList",
        }
    }

    /// What PyTorch calls a dictionary of these.
    pub(crate) const fn dict(self) -> &'static str {
        match self {
            Holds::Parameters => "ParameterDict",
            Holds::Buffers => "BufferDict",
            Holds::Nothing | Holds::Modules => "ModuleDict",
        }
    }

    /// What a group of these and `other` holds.
    pub(crate) const fn and(self, other: Self) -> Self {
        match (self, other) {
            (Holds::Nothing, Holds::Nothing) => Holds::Nothing,
            _ => Holds::Modules,
        }
    }
}

/// How a group shows its fields.
type Visit<'a> = dyn Fn(&mut dyn Visitor) + Send + Sync + 'a;

/// Fields under a name of PyTorch's, such as `ModuleList`.
pub(crate) struct Group<'a> {
    type_name: &'static str,
    visit: &'a Visit<'a>,
}

impl<'a> Group<'a> {
    /// What `visit` shows, under the name of a type.
    pub(crate) fn new(type_name: &'static str, visit: &'a Visit<'a>) -> Self {
        Self { type_name, visit }
    }
}

/// Shows `visitor` fields that are named `0`, `1` … as a list called `name`.
pub(crate) fn visit_list(name: &str, holds: Holds, visitor: &mut dyn Visitor, visit: &Visit<'_>) {
    show(name, holds, holds.list(), visitor, visit);
}

/// Shows `visitor` fields that have names as a dictionary called `name`.
pub(crate) fn visit_dict(name: &str, holds: Holds, visitor: &mut dyn Visitor, visit: &Visit<'_>) {
    show(name, holds, holds.dict(), visitor, visit);
}

fn show(name: &str, holds: Holds, type_name: &'static str, visitor: &mut dyn Visitor, visit: &Visit<'_>) {
    if holds != Holds::Nothing {
        visitor.module(name, &Group::new(type_name, visit));
    }
}

impl Module for Group<'_> {
    fn visit(&self, visitor: &mut dyn Visitor) {
        (self.visit)(visitor);
    }

    fn type_name(&self) -> String {
        self.type_name.to_owned()
    }

    fn extra_repr(&self) -> Option<String> {
        self.type_name
            .starts_with("Parameter")
            .then(|| parameter_lines(self.type_name, &|visitor| self.visit(visitor)))
    }

    /// A group lies where its owner's field does not: it is made for one visit. Its first field would be mistaken
    /// for it.
    fn address(&self) -> *const () {
        std::ptr::null()
    }
}

impl fmt::Display for Group<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.type_name.ends_with("List") {
            write_list(self, f)
        } else {
            write_tree(self, f)
        }
    }
}
