//! What can be wrong with a model's input and with a state.

use std::fmt;

use autograd::{Error, Shape};

use crate::refusal::Refusal;

/// A layer does not fit its input: which layer, why, and where its input comes from.
///
/// ```
/// use nn::{Forward, Linear, ReLU, sequential};
/// let model = sequential![Linear::new(1, 30), ReLU, Linear::new(20, 1)];
/// let error = model.check_input(&[10, 1]).unwrap_err();
/// assert_eq!(error.path(), "2");
/// assert_eq!(
///     error.to_string(),
///     "2 (Linear(in_features=20, out_features=1, bias=True)): input has shape [10, 30], and its last dimension \
///      must be 20; 0 gives 30",
/// );
/// ```
#[derive(Clone, PartialEq, Eq)]
// Boxed, so that results that may be errors stay small.
pub struct LayerError(Box<Misfit>);

#[derive(Clone, PartialEq, Eq)]
struct Misfit {
    path: String,
    layer: String,
    refusal: Refusal,
    giver: Option<(String, usize)>,
}

impl LayerError {
    /// The layer that prints as `layer` refuses what it is given.
    #[cold]
    pub(crate) fn new(layer: String, refusal: Refusal) -> Self {
        Self(Box::new(Misfit {
            path: String::new(),
            layer,
            refusal,
            giver: None,
        }))
    }

    /// Where the layer is in the model that was run or checked, such as `sequential.2`; empty if it is that model.
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// What the layer prints as.
    pub fn layer(&self) -> &str {
        &self.0.layer
    }

    /// Why it does not fit.
    pub fn reason(&self) -> &Error {
        &self.0.refusal.reason
    }

    /// The dimension whose size nobody is known to have given.
    pub(crate) fn unexplained_dim(&self) -> Option<isize> {
        self.0.refusal.dim.filter(|_| self.0.giver.is_none())
    }

    /// The same error, seen from a module that holds this path's under the name `outer`.
    pub(crate) fn within(mut self, outer: &str) -> Self {
        self.0.path = join(outer, &self.0.path);
        if let Some((giver, _)) = &mut self.0.giver {
            *giver = join(outer, giver);
        }
        self
    }

    /// The same error, with the layer that has given the size which does not fit.
    pub(crate) fn given_by(mut self, giver: Option<(String, usize)>) -> Self {
        self.0.giver = giver;
        self
    }
}

/// The path of what is `inner` in `outer`.
pub(crate) fn join(outer: &str, inner: &str) -> String {
    match (outer, inner) {
        ("", path) | (path, "") => path.to_owned(),
        _ => format!("{outer}.{inner}"),
    }
}

impl fmt::Display for LayerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path() {
            "" => write!(f, "{}: {}", self.layer(), self.reason())?,
            path => write!(f, "{path} ({}): {}", self.layer(), self.reason())?,
        }
        match &self.0.giver {
            Some((giver, size)) => write!(f, "; {giver} gives {size}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for LayerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for LayerError {}

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
