//! The walk over a module and all modules in it.

use autograd::{DType, Error, StateDict, Tensor};

use crate::buffer::Buffer;
use crate::module::{Module, Visitor};
use crate::parameter::Parameter;
use crate::seen::Seen;
use crate::training::Training;
use crate::visitor::Unmade;

/// What a walk comes by.
pub(crate) enum Found<'a> {
    Parameter(&'a Parameter),
    Buffer(&'a Buffer),
    Training(&'a Training),
    /// A layer whose parameters and buffers do not exist yet.
    Unmade(&'a dyn Unmade),
    Module(&'a dyn Module),
}

impl<'a> Found<'a> {
    /// The tensor, if it belongs to the state.
    pub(crate) fn tensor(self) -> Option<&'a Tensor> {
        match self {
            Found::Parameter(parameter) => Some(parameter),
            Found::Buffer(buffer) => Some(buffer),
            Found::Training(_) | Found::Unmade(_) | Found::Module(_) => None,
        }
    }
}

/// The first layer that a walk came by whose parameters do not exist yet.
#[derive(Default)]
struct FirstUnmade(Option<String>);

impl FirstUnmade {
    fn note(&mut self, path: &str, found: &Found<'_>) {
        if let Found::Unmade(layer) = found
            && self.0.is_none()
        {
            self.0 = Some(match path {
                "" => layer.name().to_owned(),
                path => format!("{path} ({})", layer.name()),
            });
        }
    }

    /// Refuses to tell what is in a module without those parameters: an optimizer would never train them.
    #[track_caller]
    fn refuse(self) {
        if let Some(layer) = self.0 {
            Error::argument(format!(
                "{layer} has no parameters before its first call: call the model once, or check_input, with an example"
            ))
            .raise();
        }
    }
}

/// What is told of each thing found, and its path.
type Sink<'a> = dyn FnMut(&str, Found<'_>) + 'a;

/// Tells `sink` all that is in `module`: of each module first its parameters, then its buffers, then its children,
/// which is PyTorch's order. A training flag has the path of its module.
pub(crate) fn walk(module: &dyn Seen, sink: &mut Sink<'_>) {
    level(&|visitor| module.visit(visitor), &mut String::new(), sink);
}

/// [`Module::named_parameters`].
#[track_caller]
pub(crate) fn named_parameters(module: &dyn Seen) -> Vec<(String, Parameter)> {
    let mut parameters: Vec<(String, Parameter)> = Vec::new();
    let mut unmade = FirstUnmade::default();
    walk(module, &mut |path, found| {
        unmade.note(path, &found);
        if let Found::Parameter(parameter) = found
            && !parameters.iter().any(|(_, seen)| seen.is_same(parameter))
        {
            parameters.push((path.to_owned(), parameter.tied()));
        }
    });
    unmade.refuse();
    parameters
}

/// [`Module::named_buffers`].
pub(crate) fn named_buffers(module: &dyn Seen) -> Vec<(String, Buffer)> {
    let mut buffers: Vec<(String, Buffer)> = Vec::new();
    walk(module, &mut |path, found| {
        if let Found::Buffer(buffer) = found
            && !buffers.iter().any(|(_, seen)| seen.is_same(buffer))
        {
            buffers.push((path.to_owned(), buffer.tied()));
        }
    });
    buffers
}

/// [`Module::parameters`].
#[track_caller]
pub(crate) fn parameters(module: &dyn Seen) -> Vec<Parameter> {
    let named = named_parameters(module).into_iter();
    named.map(|(_, parameter)| parameter).collect()
}

/// [`Module::state_dict`].
#[track_caller]
pub(crate) fn state_dict(module: &dyn Seen) -> StateDict {
    let mut state = StateDict::new();
    let mut unmade = FirstUnmade::default();
    walk(module, &mut |path, found| {
        unmade.note(path, &found);
        if let Some(tensor) = found.tensor() {
            state.insert(path, tensor.detach());
        }
    });
    unmade.refuse();
    state
}

/// Sets the flag of `module` and of all modules in it.
pub(crate) fn set_training(module: &dyn Seen, training: bool) {
    walk(module, &mut |_, found| {
        if let Found::Training(flag) = found {
            flag.set(training);
        }
    });
}

/// What is at `path` of all that is `named`.
pub(crate) fn at<T>(path: &str, named: Vec<(String, T)>) -> Option<T> {
    let mut named = named.into_iter();
    named.find(|(own, _)| own == path).map(|(_, found)| found)
}

/// [`Module::requires_grad_where`].
#[track_caller]
pub(crate) fn requires_grad_where(module: &dyn Seen, chosen: &dyn Fn(&str) -> bool, requires_grad: bool) {
    for (path, parameter) in named_parameters(module) {
        if chosen(&path) {
            parameter.requires_grad_(requires_grad);
        }
    }
}

/// [`Module::to_dtype`].
#[track_caller]
pub(crate) fn to_dtype(module: &dyn Seen, dtype: DType) {
    for parameter in parameters(module) {
        parameter.assign_data(parameter.detach().to_dtype(dtype));
    }
    for (_, buffer) in named_buffers(module) {
        if buffer.dtype().is_float() {
            buffer.assign_data(buffer.detach().to_dtype(dtype));
        }
    }
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

    fn unmade(&mut self, layer: &dyn Unmade) {
        if self.part == Part::Parameters {
            (self.sink)(self.path, Found::Unmade(layer));
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
