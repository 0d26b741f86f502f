//! The walk over a module and all modules in it.

use autograd::Tensor;

use crate::buffer::Buffer;
use crate::module::{Module, Visitor};
use crate::parameter::Parameter;
use crate::training::Training;

/// What a walk comes by.
pub(crate) enum Found<'a> {
    Parameter(&'a Parameter),
    Buffer(&'a Buffer),
    Training(&'a Training),
    Module(&'a dyn Module),
}

impl<'a> Found<'a> {
    /// The tensor, if it belongs to the state.
    pub(crate) fn tensor(self) -> Option<&'a Tensor> {
        match self {
            Found::Parameter(parameter) => Some(parameter),
            Found::Buffer(buffer) => Some(buffer),
            Found::Training(_) | Found::Module(_) => None,
        }
    }
}

/// What is told of each thing found, and its path.
type Sink<'a> = dyn FnMut(&str, Found<'_>) + 'a;

/// Tells `sink` all that is in `module`: of each module first its parameters, then its buffers, then its children,
/// which is PyTorch's order. A training flag has the path of its module.
pub(crate) fn walk<M: Module + ?Sized>(module: &M, sink: &mut Sink<'_>) {
    level(&|visitor| module.visit(visitor), &mut String::new(), sink);
}

/// `f` of every parameter in `module`, of a shared one once.
pub(crate) fn distinct_parameters<M: Module + ?Sized, R>(module: &M, f: impl Fn(&Parameter) -> R) -> Vec<R> {
    module.parameters().iter().map(f).collect()
}

fn level(visit: &dyn Fn(&mut dyn Visitor), path: &mut String, sink: &mut Sink<'_>) {
    for part in [Part::Parameters, Part::Buffers, Part::Children] {
        visit(&mut Pass { part, path, sink });
    }
}

#[derive(PartialEq)]
enum Part {
    Parameters,
    Buffers,
    Children,
}

/// One of the passes over a module.
struct Pass<'a, 'b> {
    part: Part,
    path: &'a mut String,
    sink: &'a mut Sink<'b>,
}

impl Pass<'_, '_> {
    /// Runs `f` with the path of `name`.
    fn at(&mut self, name: &str, f: impl FnOnce(&mut String, &mut Sink<'_>)) {
        let length = self.path.len();
        if length > 0 {
            self.path.push('.');
        }
        self.path.push_str(name);
        f(self.path, self.sink);
        self.path.truncate(length);
    }
}

impl Visitor for Pass<'_, '_> {
    fn parameter(&mut self, name: &str, parameter: &Parameter) {
        if self.part == Part::Parameters {
            self.at(name, |path, sink| sink(path, Found::Parameter(parameter)));
        }
    }

    fn buffer(&mut self, name: &str, buffer: &Buffer) {
        if self.part == Part::Buffers {
            self.at(name, |path, sink| sink(path, Found::Buffer(buffer)));
        }
    }

    fn training(&mut self, training: &Training) {
        if self.part == Part::Buffers {
            (self.sink)(self.path, Found::Training(training));
        }
    }

    fn module(&mut self, name: &str, module: &dyn Module) {
        if self.part == Part::Children {
            self.at(name, |path, sink| {
                sink(path, Found::Module(module));
                level(&|visitor| module.visit(visitor), path, sink);
            });
        }
    }
}
