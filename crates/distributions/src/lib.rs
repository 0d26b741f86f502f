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
mod categorical;
mod check;
mod dirichlet;
mod distribution;
mod exponential;
mod gamma;
mod kl;
mod laplace;
mod multinomial;
mod multivariate_normal;
mod normal;
mod poisson;
mod standard_gamma;
mod triangular;
mod uniform;

pub use bernoulli::Bernoulli;
pub use beta::Beta;
pub use categorical::Categorical;
pub use dirichlet::Dirichlet;
pub use distribution::{Distribution, Reparameterized};
pub use exponential::Exponential;
pub use gamma::Gamma;
pub use kl::{KlDivergence, kl_divergence};
pub use laplace::Laplace;
pub use multinomial::Multinomial;
pub use multivariate_normal::MultivariateNormal;
pub use normal::Normal;
pub use poisson::Poisson;
pub use uniform::Uniform;
