//! PyTorch's figures of modes, distribution functions and quantiles, and what is enumerated.

use autograd::Tensor;
use distributions::*;

use super::near;

/// The pair of numbers that PyTorch's figures are of.
pub(super) fn pair(a: f64, b: f64) -> Tensor {
    Tensor::from([a, b])
}

/// Compares mode, distribution function at `value`, and quantiles of 0.25 and 0.9.
#[track_caller]
pub(super) fn quantiles(p: &impl Distribution, value: [f64; 2], mode: &[f64], cdf: &[f64], icdf: &[f64]) {
    let value = Tensor::from(value);
    near(&p.mode(), mode);
    near(&p.cdf(&value), cdf);
    near(&p.icdf(&pair(0.25, 0.9)), icdf);
    near(&p.icdf(&p.cdf(&value)), &value.to_vec::<f64>());
}

#[test]
#[rustfmt::skip]
fn modes_and_quantiles() {
    let (a, b, c, d) = (&pair(0.5, -1.0), &pair(2.0, 0.3), &pair(0.5, 2.0), &pair(1.5, 0.8));
    quantiles(&Normal::new(a, b), [1.5, -0.7], &[0.5, -1.0], &[0.691462457, 0.841344714], &[-0.848979473, -0.615534544]);
    quantiles(&Cauchy::new(a, b), [1.5, -0.7], &[0.5, -1.0], &[0.647583604, 0.75], &[-1.5, -0.0766952038]);
    quantiles(&Laplace::new(a, b), [1.5, -1.7], &[0.5, -1.0], &[0.696734667, 0.0484859645], &[-0.886294365, -0.517168641]);
    quantiles(&Gumbel::new(a, b), [1.5, -0.7], &[0.5, -1.0], &[0.54523927, 0.692200661], &[-0.153268695, -0.324890256]);
    quantiles(&Exponential::new(c), [1.5, 0.7], &[0.0, 0.0], &[0.527633429, 0.753403068], &[0.575364172, 1.15129244]);
    quantiles(&HalfNormal::new(c), [1.5, 0.7], &[0.0, 0.0], &[0.997300148, 0.273661256], &[0.159319684, 3.28970718]);
    quantiles(&HalfCauchy::new(c), [1.5, 0.7], &[0.0, 0.0], &[0.795167208, 0.214333773], &[0.207106799, 12.6275015]);
    quantiles(&LogNormal::new(a, b), [1.5, 0.7], &[0.0301973838, 0.33621648], &[0.481150031, 0.984000206], &[0.427851349, 0.540351987]);
    // PyTorch's second mode is not a number; the density is without bound at 0.
    quantiles(&Weibull::new(c, d), [1.5, 0.7], &[0.240374923, 0.0], &[0.994462192, 0.350642562], &[0.217893973, 5.67282724]);
    quantiles(&Pareto::new(c, d), [1.5, 2.7], &[0.5, 2.0], &[0.807549894, 0.213437974], &[0.605706871, 35.5655785]);
    let uniform = Uniform::new(a, b);
    near(&uniform.cdf(&pair(1.5, -0.7)), &[0.666666687, 0.230769247]);
    near(&uniform.icdf(&pair(0.25, 0.9)), &[0.875, 0.169999957]);
    near(&Gamma::new(c, d).mode(), &[0.0, 1.25]);
    near(&Gamma::new(c, d).cdf(&pair(1.5, 0.7)), &[0.966105163, 0.108913876]);
    near(&Chi2::new(c).cdf(&pair(1.5, 0.7)), &[0.899936736, 0.295311868]);
    let mixture = MixtureSameFamily::new(Categorical::new(pair(0.2, 0.8)), Normal::new(a, b));
    near(&mixture.cdf(&pair(0.3, -0.9)), &[0.89202863, 0.552839696]);
    // Below the support there is nothing, of positive numbers.
    for p in [&Exponential::new(c) as &dyn Distribution, &Gamma::new(c, d), &HalfNormal::new(c), &LogNormal::new(a, b), &Weibull::new(c, d), &Pareto::new(c, d)] {
        near(&p.cdf(&pair(-1.0, -2.0)), &[0.0, 0.0]);
    }
}

#[test]
#[rustfmt::skip]
fn transformed_quantiles() {
    let normal = Normal::new(pair(0.5, -1.0), pair(2.0, 0.3));
    // The second function falls in one place and grows in the other.
    let p = TransformedDistribution::new(normal, [Transform::Tanh, Transform::Affine { loc: pair(1.0, 2.0), scale: pair(-2.0, 0.5) }]);
    near(&p.cdf(&pair(0.3, 1.9)), &[0.526819825, 0.996064544]);
    near(&p.icdf(&pair(0.25, 0.9)), &[-0.903299451, 1.72599435]);
    let p = TransformedDistribution::new(Uniform::new(0.5, pair(1.0, 2.0)), [Transform::Power(-2.0)]);
    near(&p.cdf(&pair(1.5, 1.9)), &[0.367006779, 0.84968251]);
    near(&p.icdf(&pair(0.25, 0.9)), &[1.30612242, 2.36686373]);
}

#[test]
#[rustfmt::skip]
fn modes_of_counts_and_classes() {
    near(&Poisson::new(pair(0.5, 4.2)).mode(), &[0.0, 4.0]);
    near(&Geometric::new(pair(0.3, 0.9)).mode(), &[0.0, 0.0]);
    near(&NegativeBinomial::new(pair(2.5, 4.0), pair(0.3, 0.6)).mode(), &[0.0, 4.0]);
    near(&Bernoulli::new(pair(0.3, 0.9)).mode(), &[0.0, 1.0]);
    assert!(Bernoulli::new(0.5).mode().item().is_nan());
    near(&Binomial::new(7, pair(0.3, 0.9)).mode(), &[2.0, 7.0]);
    let classes = Tensor::from([[0.2, 0.3, 0.5], [1.0, 2.0, 1.0]]);
    near(&Categorical::new(&classes).mode(), &[2.0, 1.0]);
    near(&OneHotCategorical::new(&classes).mode(), &[0.0, 0.0, 1.0, 0.0, 1.0, 0.0]);
    near(&Beta::new(pair(2.0, 0.5), pair(3.0, 0.5)).mode(), &[0.333333343, 1.0]);
    near(&Dirichlet::new(Tensor::from([[2.0, 3.0, 0.5], [0.5, 0.2, 0.7]])).mode(), &[0.333333343, 0.666666687, 0.0, 1.0, 0.0, 0.0]);
}

#[test]
fn values_are_enumerated() {
    let coins = Bernoulli::new(pair(0.3, 0.5));
    near(&coins.enumerate_support(true), &[0.0, 0.0, 1.0, 1.0]);
    assert_eq!(coins.enumerate_support(false).shape(), [2, 1]);
    near(&Binomial::new(2, 0.5).enumerate_support(true), &[0.0, 1.0, 2.0]);
    let classes = Tensor::from([[0.2, 0.3, 0.5], [1.0, 2.0, 1.0]]);
    assert_eq!(Categorical::new(&classes).enumerate_support(true).shape(), [3, 2]);
    let vectors = OneHotCategorical::new(&classes);
    assert_eq!(vectors.enumerate_support(true).shape(), [3, 2, 3]);
    // The probabilities of all of them are 1 together, and the perplexity of even ones is their number.
    let all = vectors.log_prob(&vectors.enumerate_support(true));
    near(&all.exp().sum_dim(0, false), &[1.0, 1.0]);
    near(&Categorical::new(Tensor::ones(6)).perplexity(), &[6.0]);
}

#[test]
#[should_panic(expected = "Gamma: there is no formula of its quantiles")]
fn quantiles_without_a_formula_are_refused() {
    Gamma::new(1.0, 1.0).icdf(&Tensor::from(0.5));
}

#[test]
#[should_panic(expected = "Normal: a probability must be between 0 and 1, and one is 1.5")]
fn quantiles_of_more_than_everything_are_refused() {
    Normal::new(0.0, 1.0).icdf(&Tensor::from(1.5));
}
