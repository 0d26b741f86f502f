//! Distributions expanded to a larger batch: as many more independent ones, with PyTorch's draws.

use autograd::Tensor;
use distributions::*;

use super::quantiles::pair;
use super::{drawn, near};

fn classes() -> Tensor {
    Tensor::from([[0.2, 0.3, 0.5], [0.25, 0.5, 0.25]])
}

fn vectors() -> Tensor {
    Tensor::from([[0.5, -1.0, 2.0], [0.0, 1.0, -1.0]])
}

fn covariance() -> Tensor {
    Tensor::from([[2.0, 0.3], [0.3, 1.0]])
}

/// Checks that a distribution of the batch `[2]` gives the same figures and densities once it is expanded.
#[track_caller]
fn follows<D: Distribution + Clone>(p: &D) {
    let expanded = p.expand([3, 2]);
    let event = p.event_shape();
    assert_eq!(
        (expanded.batch_shape(), expanded.event_shape()),
        (&[3, 2][..], event)
    );
    let value = expanded.sample(4);
    assert_eq!(value.shape(), [&[4, 3, 2], event].concat());
    near(&expanded.log_prob(&value), &p.log_prob(&value).to_vec::<f64>());
    // Once more, in a third dimension and none of the first.
    assert_eq!(
        expanded.expand([0, 3, 2]).sample(()).shape(),
        [&[0, 3, 2], event].concat()
    );
}

/// Checks figures, too.
#[track_caller]
fn figures_follow<D: Distribution + Clone>(p: &D) {
    follows(p);
    let expanded = p.expand([3, 2]);
    let rows = |figure: Tensor| figure.expand([&[3], figure.shape()].concat()).to_vec::<f64>();
    near(&expanded.mean(), &rows(p.mean()));
    near(&expanded.variance(), &rows(p.variance()));
    near(&expanded.entropy(), &rows(p.entropy()));
}

#[test]
fn numbers() {
    let (real, positive, part) = (&pair(0.5, -1.0), &pair(0.7, 1.5), &pair(0.3, 0.9));
    figures_follow(&Bernoulli::new(part));
    figures_follow(&Beta::new(positive, 2.0));
    figures_follow(&Binomial::new(7, part));
    figures_follow(&Chi2::new(positive));
    figures_follow(&ContinuousBernoulli::new(part));
    figures_follow(&Exponential::new(positive));
    figures_follow(&FisherSnedecor::new(positive, 5.0));
    figures_follow(&Gamma::new(positive, 2.0));
    figures_follow(&GeneralizedPareto::new(real, positive, 0.2));
    figures_follow(&Geometric::new(part));
    figures_follow(&Gumbel::new(real, positive));
    figures_follow(&HalfNormal::new(positive));
    figures_follow(&InverseGamma::new(pair(2.5, 3.5), positive));
    figures_follow(&Kumaraswamy::new(positive, 2.0));
    figures_follow(&Laplace::new(real, positive));
    figures_follow(&LogNormal::new(real, positive));
    figures_follow(&Normal::new(real, positive));
    figures_follow(&Pareto::new(positive, 3.0));
    figures_follow(&Poisson::new(positive));
    figures_follow(&StudentT::new(pair(2.5, 4.0), real, positive));
    figures_follow(&Uniform::new(real, 2.0));
    figures_follow(&VonMises::new(real, positive));
    figures_follow(&Weibull::new(positive, 2.0));
    follows(&Cauchy::new(real, positive));
    follows(&HalfCauchy::new(positive));
    follows(&NegativeBinomial::new(positive, 0.6));
    follows(&RelaxedBernoulli::new(0.7, part));
}

#[test]
fn events() {
    let diagonal = || Independent::new(Normal::new(vectors(), 1.0), 1);
    figures_follow(&Dirichlet::new(classes()));
    figures_follow(&diagonal());
    figures_follow(&LowRankMultivariateNormal::new(
        vectors(),
        Tensor::ones([3, 1]),
        Tensor::ones(3),
    ));
    figures_follow(&Multinomial::new(5, classes()));
    figures_follow(&MultivariateNormal::new(Tensor::zeros([2, 2]), covariance()));
    figures_follow(&OneHotCategorical::new(classes()));
    figures_follow(&OneHotCategoricalStraightThrough::new(classes()));
    figures_follow(&Wishart::new(pair(4.0, 2.5), covariance()));
    follows(&Categorical::new(classes()));
    follows(&LKJCholesky::new(3, pair(1.0, 0.5)));
    follows(&LogisticNormal::new(vectors(), 1.0));
    follows(&MixtureSameFamily::new(
        Categorical::new(classes()),
        Normal::new(vectors(), 1.0),
    ));
    let parts = Independent::new(Normal::new(vectors().unsqueeze(-1).expand([2, 3, 2]), 1.0), 1);
    follows(&MixtureSameFamily::new(
        Categorical::new(pair(0.0, 1.0).expand([3, 2]).t().softmax(-1)),
        parts,
    ));
    follows(&RelaxedOneHotCategorical::new(0.7, classes()));
    follows(&TransformedDistribution::new(diagonal(), [Transform::Tanh]));
    follows(&TransformedDistribution::new(
        Normal::new(vectors(), 1.0),
        [Transform::StickBreaking],
    ));
}

/// What PyTorch draws of expanded distributions.
#[test]
#[rustfmt::skip]
fn draws() {
    near(&drawn(|| Normal::new(pair(0.5, -1.0), 2.0).expand([3, 2]).sample(2)), &[0.20641, 0.572283, 2.39364, -3.22869, 3.88158, -2.78966, -0.21125, 1.46477, 0.776345, -4.3644, 1.13536, -0.734386]);
    near(&drawn(|| Beta::new(pair(0.5, 4.0), 2.0).expand([3, 2]).sample(2)), &[0.0736808, 0.834405, 0.0462592, 0.633072, 0.745427, 0.294768, 0.0177355, 0.801129, 0.483043, 0.834728, 0.578552, 0.759759]);
    near(&drawn(|| Categorical::new(Tensor::from([[0.2, 0.3, 0.5], [1.0, 2.0, 1.0]])).expand([3, 2]).sample(2)), &[1.0, 2.0, 2.0, 1.0, 2.0, 0.0, 1.0, 1.0, 2.0, 1.0, 2.0, 0.0]);
    near(&drawn(|| Binomial::new(7, pair(0.3, 0.9)).expand([3, 2]).sample(2)), &[1.0, 4.0, 3.0, 7.0, 0.0, 7.0, 0.0, 7.0, 1.0, 6.0, 4.0, 4.0]);
    near(&drawn(|| StudentT::new(pair(1.5, 4.0), pair(0.5, -1.0), 2.0).expand([3, 2]).sample(2)), &[0.301432, 0.645541, 5.12759, -2.29893, 7.69209, -2.05356, -0.5008, 0.472097, 0.933555, -6.47569, 0.998232, -0.562426]);
    let mixture = MixtureSameFamily::new(Categorical::new(classes()), Normal::new(vectors(), Tensor::from([1.0, 0.5, 2.0])));
    near(&drawn(|| mixture.expand([3, 2]).sample(2)), &[-1.60846, -0.825043, 0.266597, -0.0282313, 4.79784, 1.40585, -0.0661082, 0.289778, 0.970735, 0.53058, 0.228406, 1.19702]);
    let stick = TransformedDistribution::new(Normal::new(vectors(), 1.0), [Transform::StickBreaking]);
    near(&drawn(|| stick.expand([3, 2]).sample(2).select(0, 0)), &[0.194858, 0.17277, 0.599357, 0.0330146, 0.0767734, 0.493841, 0.141065, 0.288321, 0.224488, 0.0542802, 0.684553, 0.0366797, 0.163266, 0.250043, 0.110558, 0.476133, 0.527454, 0.158858, 0.283244, 0.0304447, 0.497888, 0.109593, 0.0824523, 0.310067]);
}

/// The gradients of all that a parameter became are summed.
#[test]
fn gradients_arrive_at_the_parameters() {
    let loc = pair(0.5, -1.0).requires_grad_(true);
    Normal::new(&loc, 1.0).expand([3, 2]).rsample(4).sum().backward();
    near(&loc.grad().unwrap(), &[12.0, 12.0]);
}

/// One set of weights serves for all mixtures of a batch, of which each chooses by itself.
#[test]
fn weights_of_fewer_dimensions_choose_for_each_mixture() {
    let parts = Normal::new(Tensor::from([-9.0, 9.0]).expand([50, 2]), 1.0);
    let mixture = MixtureSameFamily::new(Categorical::new(pair(0.5, 0.5)), parts);
    let positive = mixture.sample(()).gt(0.0).sum().item();
    assert!(positive > 5.0 && positive < 45.0, "{positive}");
}

#[test]
#[should_panic(expected = "Independent: a batch of shape [2] does not expand to [2, 3]")]
fn a_batch_of_another_size_is_refused() {
    Independent::new(Normal::new(vectors(), 1.0), 1).expand([2, 3]);
}
