//! Divergences that are infinite for some parameters: where `p` has values that `q` has not, or a moment of `p` is infinite.
//!
//! There the formula is computed with other parameters, for which it is finite, so that it gives its derivatives no numbers that
//! are none.

use autograd::Tensor;

use crate::{
    Beta, ContinuousBernoulli, Distribution, Exponential, Gamma, KlDivergence, Normal, Pareto, Uniform,
};

/// Divergences from the uniform distribution of numbers between 0 and 1.
macro_rules! parts_from_uniform {
    ($($p_type:ident),+) => {$(
        impl KlDivergence<Uniform> for $p_type {
            /// Infinite where the other does not hold all numbers between 0 and 1; PyTorch takes that of `ContinuousBernoulli` for
            /// infinite also where both begin or end together.
            #[track_caller]
            fn kl_divergence(&self, q: &Uniform) -> Tensor {
                let (low, high) = q.ends();
                let outside = low.gt(0.0).logical_or(&high.lt(1.0));
                outside.where_(f64::INFINITY, q.entropy() - self.entropy())
            }
        }
    )+};
}

parts_from_uniform!(Beta, ContinuousBernoulli);

/// Divergences of uniform distributions, infinite where these are `$outside` of the other's values.
macro_rules! of_uniform {
    ($(from $q_type:ident, $doc:literal: |$p:ident, $q:ident| $outside:expr, $expected_log_q:expr;)+) => {$(
        impl KlDivergence<$q_type> for Uniform {
            #[doc = $doc]
            #[track_caller]
            fn kl_divergence(&self, $q: &$q_type) -> Tensor {
                let $p = self;
                let outside = $outside;
                let $p = self.inside_of_all(&outside);
                outside.where_(f64::INFINITY, -$p.entropy() - $expected_log_q)
            }
        }
    )+};
}

of_uniform! {
    from Beta, "Infinite where this one has numbers that are not between 0 and 1.":
        |p, q| p.beyond_parts(), q.expected_log_prob(&p.mean_log(), &p.mean_log_rest());
    from ContinuousBernoulli, "Infinite where this one has numbers that are not between 0 and 1; in PyTorch also where it has 0 or 1.":
        |p, q| p.beyond_parts(), q.expected_log_prob(&p.mean());
    from Exponential, "Infinite where this one has negative numbers.":
        |p, q| p.ends().0.lt(0.0), q.expected_log_prob(&p.mean());
    from Gamma, "Infinite where this one has negative numbers.":
        |p, q| p.ends().0.lt(0.0), q.expected_log_prob(&p.mean(), &p.mean_log());
    from Pareto, "Infinite where this one has numbers below the other's `scale`.":
        |p, q| p.ends().0.lt(q.mode()), q.expected_log_prob(&p.mean_log());
}

/// Divergences of Pareto's distributions, infinite where these have no more than `$moments` moments.
macro_rules! of_pareto {
    ($(from $q_type:ident, $moments:literal, $doc:literal: |$p:ident, $q:ident| $expected_log_q:expr;)+) => {$(
        impl KlDivergence<$q_type> for Pareto {
            #[doc = $doc]
            #[track_caller]
            fn kl_divergence(&self, $q: &$q_type) -> Tensor {
                let (heavy, $p) = self.with_moments($moments);
                heavy.where_(f64::INFINITY, -$p.entropy() - $expected_log_q)
            }
        }
    )+};
}

of_pareto! {
    from Exponential, 1.0, "Infinite for an `alpha` of 1 and less.": |p, q| q.expected_log_prob(&p.mean());
    from Gamma, 1.0, "Infinite for an `alpha` of 1 and less.": |p, q| q.expected_log_prob(&p.mean(), &p.mean_log());
    from Normal, 2.0, "Infinite for an `alpha` of 2 and less.": |p, q| q.expected_log_prob(&p.mean(), &p.variance());
}
