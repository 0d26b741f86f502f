//! Probability distributions, with the names, formulas and random numbers of `torch.distributions`.
//!
//! A distribution has parameters of some shape, its batch shape, and stands for as many independent ones. What it gives
//! has that shape, in front of it that of the samples asked for, and behind it that of one event:
//!
//! ```
//! use autograd::{Tensor, manual_seed};
//! use distributions::{Distribution, Normal, Reparameterized, kl_divergence};
//!
//! manual_seed(0);
//! let loc = Tensor::from([0.0, 1.0]).requires_grad_(true);
//! let normal = Normal::new(&loc, 2.0);
//! assert_eq!(normal.sample([3]).shape(), [3, 2]);
//!
//! // A gradient through the sample, as in a variational autoencoder ..
//! normal.rsample(()).sum().backward();
//! assert_eq!(loc.grad().unwrap().to_vec::<f32>(), [1.0, 1.0]);
//! // .. and one through its probability, as in a policy gradient.
//! let action = normal.sample(());
//! let loss = -normal.log_prob(&action).sum() + kl_divergence(&normal, &Normal::new(0.0, 1.0)).sum();
//! loss.backward();
//! ```
//!
//! Parameters and values that a distribution does not have are refused at your line.

#![forbid(unsafe_code)]

mod bernoulli;
mod beta;
mod bijection;
mod binomial;
mod categorical;
mod cauchy;
mod check;
mod chi2;
mod compose;
mod constraint;
mod continuous_bernoulli;
mod correlation;
mod dirichlet;
mod distribution;
mod exponential;
mod fisher_snedecor;
mod gamma;
mod generalized_pareto;
mod geometric;
mod gumbel;
mod half;
mod half_cauchy;
mod half_normal;
mod independent;
mod inverse_gamma;
mod kl;
mod kumaraswamy;
mod laplace;
mod lkj_cholesky;
mod log_normal;
mod logistic_normal;
mod low_rank_multivariate_normal;
mod mixture_same_family;
mod multinomial;
mod multivariate_normal;
mod negative_binomial;
mod normal;
mod one_hot_categorical;
mod pareto;
mod poisson;
mod relaxed;
mod standard_gamma;
mod stick;
mod student_t;
mod to_constraint;
mod transform;
mod transformed;
mod triangular;
mod uniform;
mod von_mises;
mod weibull;
mod wishart;

pub use bernoulli::Bernoulli;
pub use beta::Beta;
pub use bijection::Bijection;
pub use binomial::Binomial;
pub use categorical::Categorical;
pub use cauchy::Cauchy;
pub use chi2::Chi2;
pub use constraint::Constraint;
pub use continuous_bernoulli::ContinuousBernoulli;
pub use dirichlet::Dirichlet;
pub use distribution::{Distribution, Reparameterized};
pub use exponential::Exponential;
pub use fisher_snedecor::FisherSnedecor;
pub use gamma::Gamma;
pub use generalized_pareto::GeneralizedPareto;
pub use geometric::Geometric;
pub use gumbel::Gumbel;
pub use half_cauchy::HalfCauchy;
pub use half_normal::HalfNormal;
pub use independent::Independent;
pub use inverse_gamma::InverseGamma;
pub use kl::{KlDivergence, kl_divergence};
pub use kumaraswamy::Kumaraswamy;
pub use laplace::Laplace;
pub use lkj_cholesky::LKJCholesky;
pub use log_normal::LogNormal;
pub use logistic_normal::LogisticNormal;
pub use low_rank_multivariate_normal::LowRankMultivariateNormal;
pub use mixture_same_family::MixtureSameFamily;
pub use multinomial::Multinomial;
pub use multivariate_normal::MultivariateNormal;
pub use negative_binomial::NegativeBinomial;
pub use normal::Normal;
pub use one_hot_categorical::{OneHotCategorical, OneHotCategoricalStraightThrough};
pub use pareto::Pareto;
pub use poisson::Poisson;
pub use relaxed::{RelaxedBernoulli, RelaxedOneHotCategorical};
pub use student_t::StudentT;
pub use to_constraint::{biject_to, transform_to};
pub use transform::Transform;
pub use transformed::TransformedDistribution;
pub use uniform::Uniform;
pub use von_mises::VonMises;
pub use weibull::Weibull;
pub use wishart::Wishart;
