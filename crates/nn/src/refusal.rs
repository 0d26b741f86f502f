//! [`Refusal`]: why a layer does not take what it is given.

use autograd::{Error, Tensor};

/// Why a layer does not take what it is given, and which dimension is at fault if one is.
///
/// A rule that is broken, an [`Error`], becomes one by `?`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub(crate) reason: Error,
    pub(crate) dim: Option<isize>,
}

impl Refusal {
    /// The size of dimension `dim` of `x` is not the one expected. Negative dimensions count from the end.
    ///
    /// In a [`Sequential`](crate::Sequential) the message then names the layer that has given this size.
    #[cold]
    pub fn size(x: &Tensor, dim: isize, expected: usize) -> Self {
        let which = match dim {
            -1 => "last dimension".to_owned(),
            _ => format!("dimension {dim}"),
        };
        Self {
            reason: Error::shape(format!(
                "input has shape {:?}, and its {which} must be {expected}",
                x.shape()
            )),
            dim: Some(dim),
        }
    }
}

impl From<Error> for Refusal {
    fn from(reason: Error) -> Self {
        Self { reason, dim: None }
    }
}
