//! How far one distribution is from another. The divergence of a family from itself is beside the family; here are those of one
//! family from another.

mod expected;
mod infinite;
mod sometimes;

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
/// use distributions::{Laplace, Normal, kl_divergence};
/// let (p, q) = (Normal::new(0.0, 1.0), Normal::new(1.0, 1.0));
/// assert_eq!(kl_divergence(&p, &q).item(), 0.5);
/// // Of another family, too, and infinite where `p` has values that `q` has not.
/// assert!(kl_divergence(&p, &Laplace::new(0.0, 1.0)).item() < 0.1);
/// ```
///
/// There is one of each family from itself for which PyTorch has it, and from others:
///
/// | of | from | infinite from |
/// |---|---|---|
/// | `Bernoulli` | `Poisson` | |
/// | `Beta` | `ContinuousBernoulli`, `Exponential`, `Gamma`, `Normal`, `Uniform` | `Pareto` |
/// | `ContinuousBernoulli` | `Exponential`, `Normal`, `Uniform` | `Pareto` |
/// | `Exponential` | `Gamma`, `Gumbel`, `Normal` | `Beta`, `ContinuousBernoulli`, `Pareto`, `Uniform` |
/// | `Gamma` | `Exponential`, `Gumbel`, `Normal` | `Beta`, `ContinuousBernoulli`, `Pareto`, `Uniform` |
/// | `Gumbel` | `Normal` | `Beta`, `ContinuousBernoulli`, `Exponential`, `Gamma`, `Pareto`, `Uniform` |
/// | `Laplace` | `Normal` | `Beta`, `ContinuousBernoulli`, `Exponential`, `Gamma`, `Pareto`, `Uniform` |
/// | `Normal` | `Gumbel`, `Laplace` | `Beta`, `ContinuousBernoulli`, `Exponential`, `Gamma`, `Pareto`, `Uniform` |
/// | `Pareto` | `Exponential`, `Gamma`, `Normal` | `Beta`, `ContinuousBernoulli`, `Uniform` |
/// | `Poisson` | | `Bernoulli`, `Binomial` |
/// | `Uniform` | `Beta`, `ContinuousBernoulli`, `Exponential`, `Gamma`, `Gumbel`, `Normal`, `Pareto` | |
/// | `MultivariateNormal` | `LowRankMultivariateNormal` | |
/// | `LowRankMultivariateNormal` | `MultivariateNormal` | |
///
/// `Chi2` stands wherever `Gamma` does, either [`OneHotCategorical`](crate::OneHotCategorical) for the other, and
/// [`Independent`](crate::Independent) of one for that of another. Where PyTorch has no formula, the program does not compile:
///
/// ```compile_fail,E0277
/// use distributions::{Cauchy, Normal, kl_divergence};
/// kl_divergence(&Normal::new(0.0, 1.0), &Cauchy::new(0.0, 1.0));
/// ```
///
/// # Panics
/// If the shapes do not broadcast.
#[track_caller]
pub fn kl_divergence<P: KlDivergence<Q>, Q>(p: &P, q: &Q) -> Tensor {
    p.kl_divergence(q)
}
