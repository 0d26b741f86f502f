//! [`LayerError`]: a layer does not take what it is given.

use std::fmt;

use autograd::{Error, Tensor};

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
// Boxed, so that results that may be errors are no larger than tensors.
pub struct LayerError(Box<Misfit>);

#[derive(Clone, PartialEq, Eq)]
struct Misfit {
    path: String,
    layer: String,
    reason: Error,
    /// The dimension whose size is at fault.
    dim: Option<isize>,
    giver: Option<(String, usize)>,
}

/// A rule that is broken is a reason to refuse.
impl From<Error> for LayerError {
    #[cold]
    fn from(reason: Error) -> Self {
        Self(Box::new(Misfit {
            path: String::new(),
            layer: String::new(),
            reason,
            dim: None,
            giver: None,
        }))
    }
}

impl LayerError {
    /// The size of dimension `dim` of the input `x` is not the one expected; negative dimensions count from the end.
    /// In a [`Sequential`](crate::Sequential) the message then names the layer that has given this size.
    ///
    /// Layers return it from what [`run_layer`](crate::run_layer()) runs, which adds the name of the layer.
    #[cold]
    pub fn size(x: &Tensor, dim: isize, expected: usize) -> Self {
        let which = match dim {
            -1 => "last dimension".to_owned(),
            _ => format!("dimension {dim}"),
        };
        let mut error = Self::from(Error::shape(format!(
            "input has shape {:?}, and its {which} must be {expected}",
            x.shape()
        )));
        error.0.dim = Some(dim);
        error
    }

    /// The same error, of the layer that prints as `layer`, unless it is known to be another's.
    #[cold]
    pub(crate) fn of(mut self, layer: &dyn fmt::Display) -> Self {
        if self.0.layer.is_empty() {
            self.0.layer = layer.to_string();
        }
        self
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
        &self.0.reason
    }

    /// The dimension whose size nobody is known to have given.
    pub(crate) fn unexplained_dim(&self) -> Option<isize> {
        self.0.dim.filter(|_| self.0.giver.is_none())
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
