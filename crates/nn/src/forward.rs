//! [`Forward`]: the call of one tensor.

use std::sync::Arc;

use autograd::{Shape, Tensor};

use crate::chain::{Features, Link};
use crate::{LayerError, Module, preflight};

/// A module that makes one tensor from one tensor: what [`Sequential`](crate::Sequential) chains.
///
/// A model with another signature has an ordinary method instead.
///
/// ```
/// use nn::{Forward, Linear, Module, Tensor, sequential};
///
/// #[derive(Module)]
/// struct Residual {
///     inner: Linear,
/// }
///
/// impl Forward for Residual {
///     fn forward(&self, x: &Tensor) -> Tensor {
///         self.inner.forward(x) + x
///     }
/// }
///
/// let model = sequential![Residual { inner: Linear::new(4, 4) }, Linear::new(4, 1)];
/// assert_eq!(model.forward(&Tensor::zeros([10, 4])).shape(), [10, 1]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not make a tensor from a tensor",
    note = "implement `Forward` for the module; a closure becomes a layer by `Lambda::new`"
)]
pub trait Forward: Module {
    /// The result for `x`.
    ///
    /// # Panics
    /// If a layer does not fit its input. [`check_input`](Forward::check_input) tells beforehand.
    fn forward(&self, x: &Tensor) -> Tensor;

    /// [`forward`](Forward::forward) where a layer of this crate that does not fit is an error, to which the modules
    /// around it add its path.
    #[doc(hidden)]
    fn try_forward(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        Ok(self.forward(x))
    }

    /// What is known beforehand of the size of the last dimension.
    #[doc(hidden)]
    fn features(&self) -> Features {
        Features::Unknown
    }

    /// Appends the layers that run one after the other, with their paths from `path`.
    #[doc(hidden)]
    fn links(&self, path: String, links: &mut Vec<Link>) {
        let features = self.features();
        // Only a layer with sizes is ever named.
        let layer = match features {
            Features::Changed { .. } => self.to_string(),
            Features::Kept | Features::Unknown => String::new(),
        };
        links.push(Link {
            path,
            layer,
            features,
        });
    }

    /// The shape that this model makes from one of `shape`, found out by running it on zeros: in evaluation, without
    /// recording, and without moving a random stream. The model is not changed.
    ///
    /// # Errors
    /// If a layer does not fit: its path, what it is given, what it needs, and where that comes from. What a module of
    /// your own refuses is told with the line; where panics abort instead of unwinding, it panics.
    ///
    /// ```
    /// use nn::{Forward, Linear, ReLU, sequential};
    /// let model = sequential![Linear::new(1, 20), ReLU, Linear::new(20, 2)];
    /// assert_eq!(&*model.check_input(&[10, 1])?, [10, 2]);
    /// assert_eq!(
    ///     model.check_input(&[10, 3]).unwrap_err().to_string(),
    ///     "0 (Linear(in_features=1, out_features=20, bias=True)): input has shape [10, 3], and its last dimension \
    ///      must be 1",
    /// );
    /// # Ok::<_, nn::LayerError>(())
    /// ```
    fn check_input(&self, shape: &[usize]) -> Result<Shape, LayerError> {
        preflight::run(self, &|x| self.try_forward(x), shape)
    }
}

macro_rules! forward_by_deref {
    ($($owner:ty),*) => {$(
        impl<M: Forward + ?Sized> Forward for $owner {
            #[track_caller]
            fn forward(&self, x: &Tensor) -> Tensor {
                match self.try_forward(x) {
                    Ok(y) => y,
                    Err(error) => preflight::raise(error, self),
                }
            }
            fn try_forward(&self, x: &Tensor) -> Result<Tensor, LayerError> {
                (**self).try_forward(x)
            }
            fn features(&self) -> Features {
                (**self).features()
            }
            fn links(&self, path: String, links: &mut Vec<Link>) {
                (**self).links(path, links);
            }
        }
    )*};
}
forward_by_deref!(Box<M>, Arc<M>, &M);
