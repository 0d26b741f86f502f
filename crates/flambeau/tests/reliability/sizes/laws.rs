//! Distributions of hostile parameters: those that are no distribution are refused, and the others give samples, as many as are
//! asked for, densities and figures.

use flambeau::distributions::*;
use flambeau::prelude::*;

use super::Call;
use super::hostile::Hostile;

/// Draws from a distribution and asks for all that it has; the samples.
fn asked(h: &mut Hostile, law: &impl Distribution) -> Option<Tensor> {
    let x = law.sample([h.some(), h.small()]);
    let batch = law.batch_shape().to_vec();
    if x.numel() < 100_000 {
        assert_eq!(law.log_prob(&x).shape(), [&x.shape()[..2], &batch].concat());
    }
    Some(x)
}

/// What has a formula.
fn figures(law: &impl Distribution) -> Option<Tensor> {
    let shape = [law.batch_shape(), law.event_shape()].concat();
    assert_eq!(
        (law.mean().shape(), law.variance().shape()),
        (&shape[..], &shape[..])
    );
    Some(law.entropy())
}

/// Where values are put into distribution functions, and probabilities into their inverses.
fn quantiles(h: &mut Hostile, law: &impl Distribution) -> Option<Tensor> {
    let (value, probability) = (h.numbers(), h.numbers());
    Some(law.cdf(&value) + law.icdf(&probability))
}

/// Draws from the distribution in a larger batch.
fn wider(h: &mut Hostile, law: &(impl Distribution + Clone)) -> Option<Tensor> {
    let law = law.expand([&[h.some()], law.batch_shape()].concat());
    Some(law.sample(h.small()))
}

macro_rules! laws {
    (@made $h:ident, $law:ident, ($($parameter:ident),*)) => {{
        $(let $parameter = $h.numbers();)*
        $law::new($($parameter),*)
    }};
    (@asked figures, $h:ident, $law:ident) => { figures(&$law) };
    (@asked $ask:ident, $h:ident, $law:ident) => { $ask($h, &$law) };
    ($($law:ident $parameters:tt asked for $($ask:ident),*;)*) => {
        pub(crate) const CALLS: &[Call] = &[$($(
            (concat!(stringify!($law), " asked for ", stringify!($ask)), |h| {
                let law = laws!(@made h, $law, $parameters);
                laws!(@asked $ask, h, law)
            }),
        )*)*];
    };
}

laws! {
    Bernoulli(p) asked for asked, figures;
    Beta(a, b) asked for asked, figures, wider;
    Cauchy(a, b) asked for asked, figures, quantiles;
    Chi2(a) asked for asked, figures;
    ContinuousBernoulli(p) asked for asked, figures, quantiles;
    Exponential(a) asked for asked, figures, quantiles;
    FisherSnedecor(a, b) asked for asked, figures;
    Gamma(a, b) asked for asked, figures;
    GeneralizedPareto(a, b, c) asked for asked, figures, quantiles;
    Geometric(p) asked for asked, figures;
    Gumbel(a, b) asked for asked, figures, quantiles;
    HalfCauchy(a) asked for asked, figures, quantiles;
    HalfNormal(a) asked for asked, figures, quantiles;
    InverseGamma(a, b) asked for asked, figures;
    Kumaraswamy(a, b) asked for asked, figures, quantiles;
    Laplace(a, b) asked for asked, figures, quantiles;
    LogNormal(a, b) asked for asked, figures, quantiles;
    LogisticNormal(a, b) asked for asked;
    NegativeBinomial(a, p) asked for asked, figures;
    Normal(a, b) asked for asked, figures, quantiles, wider;
    Pareto(a, b) asked for asked, figures, quantiles;
    Poisson(a) asked for asked, figures;
    RelaxedBernoulli(t, p) asked for asked, figures;
    StudentT(a, b, c) asked for asked, figures;
    Uniform(a, b) asked for asked, figures, quantiles;
    VonMises(a, b) asked for asked, figures;
    Weibull(a, b) asked for asked, figures, quantiles;
}

/// Those that are made otherwise.
pub(crate) const SHAPED: &[Call] = &[
    ("Binomial", |h| {
        let law = Binomial::new(h.some(), h.numbers());
        asked(h, &law)
    }),
    ("Binomial of counts", |h| {
        let law = Binomial::new(h.numbers().floor(), h.numbers());
        wider(h, &law);
        asked(h, &law)
    }),
    ("values of Binomial", |h| {
        let law = Binomial::new(h.some(), h.numbers());
        Some(law.enumerate_support(h.random.one_in(2)))
    }),
    ("Categorical", |h| {
        let law = Categorical::new(h.numbers());
        asked(h, &law)
    }),
    ("Dirichlet", |h| {
        let law = Dirichlet::new(h.numbers());
        asked(h, &law)
    }),
    ("Independent", |h| {
        let law = Independent::new(Normal::new(h.tensor(), 1.0), h.some());
        wider(h, &law);
        asked(h, &law)
    }),
    ("LKJCholesky", |h| {
        let law = LKJCholesky::new(h.some(), h.numbers());
        asked(h, &law)
    }),
    ("LowRankMultivariateNormal", |h| {
        let (n, k) = (h.small(), h.some());
        let factor = Tensor::ones([1, 1]).expand([n, k]) * h.number();
        let law = LowRankMultivariateNormal::new(Tensor::zeros(n), factor, Tensor::ones(n));
        asked(h, &law)
    }),
    ("Multinomial", |h| {
        let law = Multinomial::new(h.some(), h.numbers());
        asked(h, &law)
    }),
    ("MultivariateNormal", |h| {
        let n = h.small();
        let law = MultivariateNormal::new(Tensor::zeros(n), Tensor::eye(n) * h.number());
        asked(h, &law)
    }),
    ("RelaxedOneHotCategorical", |h| {
        let law = RelaxedOneHotCategorical::new(h.numbers(), h.numbers());
        asked(h, &law)
    }),
    ("CorrCholesky", |h| {
        let normal = Normal::new(h.tensor(), 1.0);
        let law = TransformedDistribution::new(normal, [Transform::CorrCholesky]);
        asked(h, &law)
    }),
    ("StickBreaking", |h| {
        let normal = Normal::new(h.tensor(), 1.0);
        let law = TransformedDistribution::new(normal, [Transform::StickBreaking]);
        asked(h, &law)
    }),
    ("Wishart", |h| {
        let n = h.small();
        let law = Wishart::new(h.numbers(), Tensor::eye(n));
        asked(h, &law)
    }),
];
