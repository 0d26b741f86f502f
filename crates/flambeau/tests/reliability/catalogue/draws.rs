//! Random numbers of given distributions, and their densities.

use flambeau::distributions::*;
use flambeau::prelude::*;

use super::Operation;

pub(super) const OPERATIONS: &[Operation] = &[
    ("Normal", |x| {
        let law = Normal::new(x, x.detach());
        law.log_prob(&law.rsample([2])) + law.entropy()
    }),
    ("Uniform", |x| {
        let law = Uniform::new(x, x + 1);
        law.log_prob(&law.sample([2])) + law.rsample([])
    }),
    ("Exponential", |x| {
        let law = Exponential::new(x);
        law.log_prob(&law.rsample([]))
    }),
    ("Laplace", |x| {
        let law = Laplace::new(x, x);
        law.log_prob(&law.rsample([]))
    }),
    ("Gamma", |x| {
        let law = Gamma::new(x, x);
        law.log_prob(&law.rsample([]))
    }),
    ("Beta", |x| {
        let law = Beta::new(x, x);
        law.log_prob(&law.sample([])) + law.entropy()
    }),
    ("Dirichlet", |x| {
        let law = Dirichlet::new(x);
        law.log_prob(&law.rsample([]))
    }),
    ("Poisson", |x| {
        let law = Poisson::new(x);
        law.log_prob(&law.sample([]))
    }),
    ("Bernoulli", |x| {
        let law = Bernoulli::new(x);
        law.log_prob(&law.sample([2])) + law.entropy()
    }),
    ("Categorical", |x| {
        let law = Categorical::new(x);
        law.log_prob(&law.sample([2])) + law.entropy()
    }),
    ("Multinomial", |x| {
        let law = Multinomial::new(3, x);
        law.log_prob(&law.sample([]))
    }),
    ("ContinuousBernoulli", |x| {
        let law = ContinuousBernoulli::new(x);
        law.log_prob(&law.rsample([])) + law.entropy()
    }),
    ("FisherSnedecor", |x| {
        let law = FisherSnedecor::new(x + 1, x + 2);
        law.log_prob(&law.rsample([])) + law.entropy()
    }),
    ("GeneralizedPareto", |x| {
        let law = GeneralizedPareto::new(x, x, x);
        law.cdf(&law.rsample([])) + law.mean()
    }),
    ("InverseGamma", |x| {
        let law = InverseGamma::new(x + 1, x);
        law.log_prob(&law.rsample([])) + law.entropy()
    }),
    ("Kumaraswamy", |x| {
        let law = Kumaraswamy::new(x + 1, x + 1);
        law.log_prob(&law.rsample([]).clamp(0.1, 0.9)) + law.variance()
    }),
    ("LogisticNormal", |x| LogisticNormal::new(x, x).rsample([])),
    ("VonMises", |x| {
        let law = VonMises::new(x, x);
        law.log_prob(&law.sample([])) + law.variance()
    }),
    ("quantiles", |x| {
        let p = x.detach() * 0.5;
        Normal::new(x, x).icdf(&p) + Laplace::new(x, x).cdf(&p) + Weibull::new(x, x).mode()
    }),
    ("kl_divergence", |x| {
        kl_divergence(&Normal::new(x, 1.0), &Normal::new(0.0, x))
    }),
    ("multinomial with replacement", |x| {
        x.detach().reshape([-1_i64]).multinomial(700, true)
    }),
    ("multinomial", |x| x.detach().multinomial(x.size(1).min(5), false)),
    ("bernoulli", |x| x.detach().bernoulli()),
    ("poisson", |x| x.detach().poisson()),
    ("normal", |x| Tensor::normal(&x.detach(), &x.detach())),
    ("rand_like", |x| x.rand_like()),
    ("randperm", |x| Tensor::randperm(x.numel())),
];
