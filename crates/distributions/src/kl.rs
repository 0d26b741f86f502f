//! How far one distribution is from another.

use autograd::Tensor;

/// A distribution whose divergence from one of type `Q` has a formula.
pub trait KlDivergence<Q> {
    /// The expectation of `ln p(x) - ln q(x)` where `x` is drawn from this distribution.
    #[track_caller]
    fn kl_divergence(&self, q: &Q) -> Tensor;
}

/// The Kullback-Leibler divergence of `p` from `q`: the expectation of `ln p(x) - ln q(x)` where `x` is drawn from `p`.
///
/// ```
/// use distributions::{Normal, kl_divergence};
/// let (p, q) = (Normal::new(0.0, 1.0), Normal::new(1.0, 1.0));
/// assert_eq!(kl_divergence(&p, &q).item(), 0.5);
/// ```
///
/// # Panics
/// If the shapes do not broadcast.
#[track_caller]
pub fn kl_divergence<P: KlDivergence<Q>, Q>(p: &P, q: &Q) -> Tensor {
    p.kl_divergence(q)
}
