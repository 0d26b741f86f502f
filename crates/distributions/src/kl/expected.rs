//! Divergences that are always finite: what is expected of `ln p(x)` is the entropy with the other sign, and of `ln q(x)` a formula
//! of moments of `p`.

use autograd::Tensor;

use crate::{
    Bernoulli, Beta, ContinuousBernoulli, Distribution, Exponential, Gamma, Gumbel, KlDivergence, Laplace,
    Normal, Poisson, Uniform,
};

macro_rules! divergences {
    ($($p_type:ident),+ from $q_type:ident: |$p:ident, $q:ident| $expected_log_q:expr) => {$(
        impl KlDivergence<$q_type> for $p_type {
            #[track_caller]
            fn kl_divergence(&self, $q: &$q_type) -> Tensor {
                let $p = self;
                -$p.entropy() - $expected_log_q
            }
        }
    )+};
}

divergences!(Bernoulli from Poisson: |p, q| q.expected_log_prob_of_bit(p.probs()));
divergences!(Beta from ContinuousBernoulli: |p, q| q.expected_log_prob(&p.mean()));
divergences!(Beta, ContinuousBernoulli, Gamma from Exponential: |p, q| q.expected_log_prob(&p.mean()));
divergences!(Beta, Exponential from Gamma: |p, q| q.expected_log_prob(&p.mean(), &p.mean_log()));
divergences!(Exponential, Gamma, Normal, Uniform from Gumbel: |p, q| {
    let (loc, scale) = q.parameters();
    q.expected_log_prob(&p.mean(), &p.mean_exp(loc, scale))
});
divergences!(Normal from Laplace: |p, q| q.expected_log_prob(&p.mean_distance(&q.mean())));
divergences!(
    Beta, ContinuousBernoulli, Exponential, Gamma, Gumbel, Laplace, Uniform from Normal:
    |p, q| q.expected_log_prob(&p.mean(), &p.variance())
);
