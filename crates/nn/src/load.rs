//! Giving a module the tensors of a state, and what can be wrong with the state.

use std::collections::HashSet;
use std::fmt;

use autograd::{Shape, StateDict, Tensor};

use crate::module::Module;
use crate::walk::walk;

/// A state does not belong to a module: everything that is wrong at once.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LoadStateDictError {
    /// The module's type.
    pub module: String,
    /// Keys that the module has and the state has not.
    pub missing: Vec<String>,
    /// Keys that the state has and the module has not.
    pub unexpected: Vec<String>,
    /// Keys whose tensors differ in shape.
    pub mismatches: Vec<Mismatch>,
}

/// A tensor of a state that has another shape than the module's.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mismatch {
    /// Its key.
    pub key: String,
    /// Its shape in the state.
    pub found: Shape,
    /// Its shape in the module.
    pub expected: Shape,
}

impl LoadStateDictError {
    pub(crate) fn is_empty(&self) -> bool {
        self.missing.is_empty() && self.unexpected.is_empty() && self.mismatches.is_empty()
    }
}

impl fmt::Display for LoadStateDictError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the state does not fit {}, and nothing was loaded",
            self.module
        )?;
        for (what, keys) in [("missing", &self.missing), ("unexpected", &self.unexpected)] {
            if !keys.is_empty() {
                write!(f, "; {what}: {}", keys.join(", "))?;
            }
        }
        for Mismatch { key, found, expected } in &self.mismatches {
            write!(
                f,
                "; {key} has shape {found:?} in the state and {expected:?} in the module"
            )?;
        }
        Ok(())
    }
}

impl std::error::Error for LoadStateDictError {}

/// Gives `module` the tensors of `state`, all or none.
pub(crate) fn load_state_dict<M: Module + ?Sized>(
    module: &M,
    state: &StateDict,
) -> Result<(), LoadStateDictError> {
    let mut targets: Vec<(String, Tensor)> = Vec::new();
    walk(module, &mut |path, found| {
        if let Some(target) = found.tensor() {
            targets.push((path.to_owned(), target.clone()));
        }
    });
    let error = differences(module.type_name(), &targets, state);
    if !error.is_empty() {
        return Err(error);
    }
    for (path, target) in &targets {
        if let Some(source) = state.get(path) {
            target.set_data(source);
        }
    }
    Ok(())
}

fn differences(module: String, targets: &[(String, Tensor)], state: &StateDict) -> LoadStateDictError {
    let mut error = LoadStateDictError {
        module,
        missing: Vec::new(),
        unexpected: Vec::new(),
        mismatches: Vec::new(),
    };
    for (path, target) in targets {
        match state.get(path) {
            None => error.missing.push(path.clone()),
            Some(source) if source.shape() != target.shape() => error.mismatches.push(Mismatch {
                key: path.clone(),
                found: Shape::from(source.shape()),
                expected: Shape::from(target.shape()),
            }),
            Some(_) => {}
        }
    }
    let known: HashSet<&str> = targets.iter().map(|(path, _)| path.as_str()).collect();
    let unexpected = state.keys().filter(|key| !known.contains(key));
    error.unexpected = unexpected.map(str::to_owned).collect();
    error
}
