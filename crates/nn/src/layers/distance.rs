//! [`CosineSimilarity`] and [`PairwiseDistance`]: how alike two inputs are.

use autograd::Tensor;
use options_derive::Options;

use crate::module::Module;
use crate::run_layer::run_layer;

/// The cosine of the angle between two inputs along a dimension.
///
/// # Shape
/// Two that broadcast, without the dimension `dim`.
///
/// ```
/// use nn::{CosineSimilarity, Tensor};
/// let alike = CosineSimilarity::new().forward(&Tensor::from([[3.0, 4.0]]), &Tensor::from([[6.0, 8.0]]));
/// assert!((alike.item() - 1.0).abs() < 1e-6);
/// ```
#[derive(Clone, Copy, Debug, Module, Options)]
pub struct CosineSimilarity {
    /// The dimension that vectors lie along.
    #[option(default = 1)]
    dim: isize,
    /// The least length that is divided by.
    #[option(default = 1e-8)]
    eps: f64,
}

impl CosineSimilarity {
    /// The similarity of both inputs.
    ///
    /// # Panics
    /// If the shapes do not broadcast, or there is no such dimension.
    #[track_caller]
    pub fn forward(&self, x1: &Tensor, x2: &Tensor) -> Tensor {
        run_layer(self, &[x1, x2], || {
            Ok(x1.cosine_similarity(x2, self.dim, self.eps))
        })
    }
}

/// The `p`-norm of the difference of two inputs along the last dimension.
///
/// # Shape
/// Two that broadcast, without the last dimension; with `keepdim` it has size 1.
///
/// ```
/// use nn::{PairwiseDistance, Tensor};
/// let apart = PairwiseDistance::new().forward(&Tensor::from([[3.0, 4.0]]), &Tensor::from([[0.0, 0.0]]));
/// assert!((apart.item() - 5.0).abs() < 1e-5);
/// ```
#[derive(Clone, Copy, Debug, Module, Options)]
pub struct PairwiseDistance {
    /// The norm.
    #[option(default = 2.0)]
    p: f64,
    /// Added to the difference, so that no slope is infinite.
    #[option(default = 1e-6)]
    eps: f64,
    /// Whether the last dimension stays, with size 1.
    #[option(default = false)]
    keepdim: bool,
}

impl PairwiseDistance {
    /// The distance of both inputs.
    ///
    /// # Panics
    /// If the shapes do not broadcast.
    #[track_caller]
    pub fn forward(&self, x1: &Tensor, x2: &Tensor) -> Tensor {
        run_layer(self, &[x1, x2], || {
            Ok(x1.pairwise_distance(x2, self.p, self.eps, self.keepdim))
        })
    }
}
