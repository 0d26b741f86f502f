//! [`Buffer`]: a tensor that belongs to a module's state but is not trained.

use std::fmt;
use std::ops::Deref;

use autograd::{Arg, Operand, Tensor};

use crate::copying;
use crate::operators::operators;

/// A tensor that is saved with a module and not trained: a running mean, a table. `set_data` changes it.
///
/// ```
/// use nn::{Buffer, Module, Tensor};
///
/// #[derive(Module)]
/// struct Standardise {
///     mean: Buffer,
///     std: Buffer,
/// }
///
/// impl Standardise {
///     fn forward(&self, x: &Tensor) -> Tensor {
///         (x - &self.mean) / &self.std
///     }
/// }
///
/// let layer = Standardise { mean: Buffer::new(2.0), std: Buffer::new(0.5) };
/// assert_eq!(layer.forward(&Tensor::from([3.0])).item(), 2.0);
/// assert_eq!(layer.num_parameters(), 0);
/// assert_eq!(layer.state_dict().keys().collect::<Vec<_>>(), ["mean", "std"]);
/// ```
pub struct Buffer(Tensor);

impl Buffer {
    /// A buffer that begins with the elements of `tensor`, without its history.
    #[track_caller]
    pub fn new(tensor: impl Into<Tensor>) -> Self {
        Self(tensor.into().into_leaf(false))
    }

    /// Another handle to this buffer.
    #[must_use]
    pub fn tied(&self) -> Buffer {
        Buffer(self.0.clone())
    }

    /// What stands in the place of this buffer in the copy of a module that is being made.
    pub(crate) fn copied(&self) -> Self {
        Self(copying::tensor(&self.0, || self.0.detach().into_leaf(false)))
    }
}

impl Deref for Buffer {
    type Target = Tensor;
    #[inline]
    fn deref(&self) -> &Tensor {
        &self.0
    }
}

impl AsRef<Tensor> for Buffer {
    fn as_ref(&self) -> &Tensor {
        &self.0
    }
}

impl From<Tensor> for Buffer {
    fn from(tensor: Tensor) -> Buffer {
        Buffer::new(tensor)
    }
}

impl From<&Buffer> for Tensor {
    fn from(buffer: &Buffer) -> Tensor {
        buffer.0.clone()
    }
}

impl Operand for Buffer {
    #[inline]
    fn arg(&self) -> Arg<'_> {
        Arg::Tensor(&self.0)
    }
}

operators!(Buffer);

impl fmt::Display for Buffer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for Buffer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
