//! Divergences that are infinite, whatever the parameters: `p` has values that `q` has not.

use autograd::Tensor;

use crate::{
    Bernoulli, Beta, Binomial, ContinuousBernoulli, Distribution, Exponential, Gamma, Gumbel, KlDivergence,
    Laplace, Normal, Pareto, Poisson, Uniform,
};

macro_rules! infinite {
    ($($p_type:ident from $($q_type:ident),+;)+) => {$($(
        impl KlDivergence<$q_type> for $p_type {
            /// Infinite.
            #[track_caller]
            fn kl_divergence(&self, q: &$q_type) -> Tensor {
                // Any two figures have the common shape and type.
                (self.mean() + q.mean()).full_like(f64::INFINITY)
            }
        }
    )+)+};
}

infinite! {
    Beta from Pareto;
    ContinuousBernoulli from Pareto;
    Exponential from Beta, ContinuousBernoulli, Pareto, Uniform;
    Gamma from Beta, ContinuousBernoulli, Pareto, Uniform;
    Gumbel from Beta, ContinuousBernoulli, Exponential, Gamma, Pareto, Uniform;
    Laplace from Beta, ContinuousBernoulli, Exponential, Gamma, Pareto, Uniform;
    Normal from Beta, ContinuousBernoulli, Exponential, Gamma, Pareto, Uniform;
    Pareto from Beta, ContinuousBernoulli, Uniform;
    Poisson from Bernoulli, Binomial;
}
