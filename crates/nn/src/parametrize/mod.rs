//! Parametrizations: weights that are computed from what is trained, as `torch.nn.utils.parametrize` has them.

#[cfg(feature = "linalg")]
mod orthogonal;
mod parametrized;
#[cfg(feature = "linalg")]
mod reflectors;
mod spectral_norm;
mod steps;
mod weight_norm;

use autograd::Tensor;

use crate::layers::Lambda;
use crate::module::Module;

#[cfg(feature = "linalg")]
pub use orthogonal::{Orthogonal, OrthogonalMap, OrthogonalOptions, orthogonal};
pub use parametrized::{Parametrized, parametrize};
pub use spectral_norm::{SpectralNorm, SpectralNormOptions, spectral_norm};
pub use steps::Steps;
pub use weight_norm::{WeightNorm, weight_norm};

/// What computes a weight from the tensors that are trained in its place. [`parametrize`] puts one on a layer; a closure is one
/// as [`Lambda`].
///
/// ```
/// use nn::{Forward, Linear, Module, Parametrization, Tensor, parametrize};
///
/// /// Weights above zero, of which the logarithms are trained.
/// #[derive(Module)]
/// struct Positive;
///
/// impl Parametrization for Positive {
///     fn weight(&self, originals: &[Tensor]) -> Tensor {
///         originals[0].exp()
///     }
///     fn right_inverse(&self, weight: &Tensor) -> Vec<Tensor> {
///         vec![weight.clamp_min(1e-3).log()]
///     }
/// }
///
/// let layer = parametrize(Linear::new(3, 2), "weight", Positive);
/// assert!(layer.weight().min().item() > 0.0);
/// layer.forward(&Tensor::ones([1, 3])).sum().backward();
/// assert!(layer.originals()[0].grad().is_some());
/// ```
pub trait Parametrization: Module {
    /// The weight that `originals` stand for: what [`right_inverse`](Self::right_inverse) gave, trained since.
    fn weight(&self, originals: &[Tensor]) -> Tensor;

    /// What stands for `weight`, to begin with or after it was set. Unless it says otherwise, that is the weight itself,
    /// from which another one may be computed then.
    fn right_inverse(&self, weight: &Tensor) -> Vec<Tensor> {
        vec![weight.clone()]
    }
}

impl<F: Fn(&Tensor) -> Tensor + Send + Sync> Parametrization for Lambda<F> {
    #[track_caller]
    fn weight(&self, originals: &[Tensor]) -> Tensor {
        self.call(&originals[0])
    }
}
