//! [`Place`]: how a module that runs or raises is recognised.

use crate::buffer::Buffer;
use crate::layer_error::join;
use crate::module::{Module, Visitor};
use crate::nearest::nearest;
use crate::parameter::Parameter;
use crate::seen::Seen;
use crate::training::Training;
use crate::walk::{Found, walk};

/// A module of a model. A struct lies where its first field does, and a type without fields may lie where any other
/// does, so the address alone does not tell it.
pub(crate) struct Place {
    address: *const (),
    pub(crate) type_name: String,
    pub(crate) path: String,
    /// Whether it holds neither parameters nor anything else that another does not.
    is_empty: bool,
    /// Whether it holds no modules.
    pub(crate) is_leaf: bool,
}

impl Place {
    fn new(path: String, module: &dyn Seen) -> Self {
        let mut held = Held::default();
        module.visit(&mut held);
        Self {
            address: module.address(),
            type_name: module.type_name(),
            path,
            is_empty: held.tensors + held.modules == 0,
            is_leaf: held.modules == 0,
        }
    }

    pub(crate) fn is(&self, address: *const (), type_name: &str) -> bool {
        self.address == address && self.type_name == type_name
    }
}

/// How many things a module holds itself.
#[derive(Default)]
struct Held {
    tensors: usize,
    modules: usize,
}

impl Visitor for Held {
    fn parameter(&mut self, _: &str, _: &Parameter) {
        self.tensors += 1;
    }
    fn buffer(&mut self, _: &str, _: &Buffer) {
        self.tensors += 1;
    }
    fn training(&mut self, _: &Training) {
        self.tensors += 1;
    }
    fn module(&mut self, _: &str, _: &dyn Module) {
        self.modules += 1;
    }
}

/// The modules of `model`, itself first and outer ones before inner, under `prefix`.
pub(crate) fn places(prefix: &str, model: &dyn Seen) -> Vec<Place> {
    let mut places = vec![Place::new(prefix.to_owned(), model)];
    walk(model, &mut |path, found| {
        if let Found::Module(module) = found {
            places.push(Place::new(join(prefix, path), &module));
        }
    });
    places
}

/// Refuses a path that nothing has, or whose layer cannot be told from another when it runs.
#[track_caller]
pub(crate) fn check(places: &[Place], path: &str) {
    let Some(own) = places.iter().find(|place| place.path == path) else {
        let near = nearest(path, places.iter().map(|place| &*place.path));
        let hint = near.map_or(String::new(), |near| format!("; `{near}` is there"));
        panic!("nothing to observe at `{path}`: the model has no such module{hint}");
    };
    if !own.is_empty || is_named_by_chain(places, path) {
        return;
    }
    let twin = |other: &&Place| {
        other.path != path && other.is(own.address, &own.type_name) && !is_named_by_chain(places, &other.path)
    };
    if let Some(twin) = places.iter().find(twin) {
        panic!(
            "`{path}` cannot be told from `{}` when it runs: both are a {} that holds nothing, in one struct; observe \
             the layer before it, or put them into a Sequential",
            twin.path, own.type_name
        );
    }
}

/// Whether what is at `path` is in a chain, which says the name of the layer that it runs.
pub(crate) fn is_named_by_chain(places: &[Place], path: &str) -> bool {
    let outer = path.rsplit_once('.').map_or("", |(outer, _)| outer);
    let chain = |around: &Place| around.path == outer && around.type_name == "Sequential";
    !path.is_empty() && places.iter().any(chain)
}
