//! Giving a module the tensors of a state.

use std::collections::HashSet;

use autograd::{Shape, StateDict, Tensor};

use crate::error::{LoadStateDictError, Mismatch};
use crate::module::Module;
use crate::walk::walk;

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
