//! [`StateDict`]: the tensors of a module by their paths.

use std::ops::Index;

use autograd::{Shape, Tensor};

use crate::walk::walk;
use crate::{LoadStateDictError, Mismatch, Module};

/// Tensors by name, in the order of the module that they come from.
///
/// ```
/// use nn::{StateDict, Tensor};
/// let state: StateDict = [("w", Tensor::zeros([1, 3])), ("b", Tensor::zeros([1]))].into_iter().collect();
/// assert_eq!(state.len(), 2);
/// assert_eq!(state["b"].shape(), [1]);
/// ```
#[derive(Clone, Debug, Default)]
pub struct StateDict {
    entries: Vec<(String, Tensor)>,
}

impl StateDict {
    /// One without tensors.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many tensors there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are no tensors.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The tensor of that name, if there is one.
    pub fn get(&self, key: &str) -> Option<&Tensor> {
        self.entries
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, tensor)| tensor)
    }

    /// Adds a tensor at the end, or puts it in the place of the one of that name, which is returned.
    pub fn insert(&mut self, key: impl Into<String>, tensor: impl Into<Tensor>) -> Option<Tensor> {
        let (key, tensor) = (key.into(), tensor.into());
        match self.entries.iter_mut().find(|(name, _)| *name == key) {
            Some((_, old)) => Some(std::mem::replace(old, tensor)),
            None => {
                self.entries.push((key, tensor));
                None
            }
        }
    }

    /// Takes out the tensor of that name, if there is one.
    pub fn remove(&mut self, key: &str) -> Option<Tensor> {
        let at = self.entries.iter().position(|(name, _)| name == key)?;
        Some(self.entries.remove(at).1)
    }

    /// The names.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|(name, _)| name.as_str())
    }

    /// The names and tensors.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Tensor)> {
        self.entries.iter().map(|(name, tensor)| (name.as_str(), tensor))
    }
}

impl Index<&str> for StateDict {
    type Output = Tensor;

    /// # Panics
    /// If there is no tensor of that name.
    #[track_caller]
    fn index(&self, key: &str) -> &Tensor {
        match self.get(key) {
            Some(tensor) => tensor,
            None => {
                let keys: Vec<&str> = self.keys().collect();
                panic!(
                    "there is no `{key}` in this state; its keys are {}",
                    keys.join(", ")
                );
            }
        }
    }
}

impl<K: Into<String>, T: Into<Tensor>> FromIterator<(K, T)> for StateDict {
    fn from_iter<I: IntoIterator<Item = (K, T)>>(entries: I) -> Self {
        let mut state = Self::new();
        state.extend(entries);
        state
    }
}

impl<K: Into<String>, T: Into<Tensor>> Extend<(K, T)> for StateDict {
    fn extend<I: IntoIterator<Item = (K, T)>>(&mut self, entries: I) {
        for (key, tensor) in entries {
            self.insert(key, tensor);
        }
    }
}

impl IntoIterator for StateDict {
    type Item = (String, Tensor);
    type IntoIter = std::vec::IntoIter<(String, Tensor)>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

/// Gives `module` the tensors of `state`, all or none.
pub(crate) fn load<M: Module + ?Sized>(module: &M, state: &StateDict) -> Result<(), LoadStateDictError> {
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
    let unexpected = state
        .keys()
        .filter(|key| targets.iter().all(|(path, _)| path != key));
    error.unexpected = unexpected.map(str::to_owned).collect();
    error
}
