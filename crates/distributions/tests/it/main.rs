//! PyTorch's figures and draws, and what gradients through samples are.

mod constraints;
mod divergences;
mod expanded;
mod families;
mod quantiles;
mod rarer;
mod transforms;

use std::panic::AssertUnwindSafe;

use autograd::random::Generator;
use autograd::{DType, Error, GradcheckOptions, Tensor, gradcheck, gradgradcheck, with_generator};
use distributions::*;

/// Compares with PyTorch's figures.
#[track_caller]
fn near(got: &Tensor, expected: &[f64]) {
    let got = got.to_vec::<f64>();
    assert_eq!(got.len(), expected.len());
    for (got, expected) in got.into_iter().zip(expected) {
        assert!(
            got == *expected || (got - expected).abs() <= 1e-5 * (1.0 + expected.abs()),
            "{got}, not {expected}"
        );
    }
}

/// What is made of two parameters.
type Made<'a> = dyn Fn(&Tensor, &Tensor) -> Tensor + 'a;

fn f64s(numbers: [f64; 2]) -> Tensor {
    Tensor::options().dtype(DType::F64).tensor(numbers)
}

/// Two parameters of distributions.
fn parameters() -> [Tensor; 2] {
    [f64s([0.9, 1.4]), f64s([1.2, 0.8])]
}

/// Checks first and second derivatives of densities by the parameters.
#[track_caller]
fn check_densities(densities: &[&Made]) {
    for density in densities {
        let density = |x: &[Tensor]| density(&x[0], &x[1]);
        gradcheck(density, &parameters(), GradcheckOptions::default()).unwrap();
        gradgradcheck(density, &parameters(), GradcheckOptions::default()).unwrap();
    }
}

/// Checks derivatives through samples: those of the same draws.
#[track_caller]
fn check_samples(samples: &[&Made]) {
    for sample in samples {
        let drawn = |x: &[Tensor]| drawn(|| sample(&x[0], &x[1]));
        gradcheck(drawn, &parameters(), GradcheckOptions::default()).unwrap();
    }
}

/// What PyTorch draws after `manual_seed(7)`.
fn drawn(f: impl FnOnce() -> Tensor) -> Tensor {
    with_generator(&Generator::pytorch(7), f)
}

#[test]
#[rustfmt::skip]
fn normal() {
    let (p, q) = (Normal::new(Tensor::from([0.5, -1.0]), Tensor::from([2.0, 0.3])), Normal::new(Tensor::from([0.0, 1.0]), Tensor::from([1.0, 2.0])));
    near(&p.log_prob(&Tensor::from([1.5, -0.7])), &[-1.7370857, -0.214965701]);
    near(&p.entropy(), &[2.11208582, 0.214965701]);
    near(&p.mean(), &[0.5, -1.0]);
    near(&p.variance(), &[4.0, 0.0900000036]);
    near(&kl_divergence(&p, &q), &[0.931852818, 1.90837002]);
    near(&drawn(|| p.sample(2)), &[0.206409812, -0.764157593, 2.39364338, -1.33430314]);
}

#[test]
#[rustfmt::skip]
fn laplace() {
    let (p, q) = (Laplace::new(Tensor::from([0.5, -1.0]), Tensor::from([2.0, 0.3])), Laplace::new(Tensor::from([0.0, 1.0]), Tensor::from([1.0, 2.0])));
    near(&p.log_prob(&Tensor::from([1.5, -0.7])), &[-1.88629436, -0.489174426]);
    near(&p.entropy(), &[2.38629436, 0.489174426]);
    near(&p.mean(), &[0.5, -1.0]);
    near(&p.variance(), &[8.0, 0.180000007]);
    near(&kl_divergence(&p, &q), &[0.364454389, 1.89731097]);
    near(&drawn(|| p.sample(2)), &[0.644808352, -1.27668774, 1.26669335, -0.887032628]);
}

#[test]
#[rustfmt::skip]
fn uniform() {
    let (p, q) = (Uniform::new(Tensor::from([0.5, -1.0]), Tensor::from([2.0, 0.3])), Uniform::new(Tensor::from([0.0, -1.5]), Tensor::from([2.5, 2.0])));
    near(&p.log_prob(&Tensor::from([1.5, -0.7])), &[-0.405465096, -0.262364239]);
    near(&p.entropy(), &[0.405465096, 0.262364239]);
    near(&p.mean(), &[1.25, -0.349999994]);
    near(&p.variance(), &[0.1875, 0.140833318]);
    near(&kl_divergence(&p, &q), &[0.510825574, 0.990398705]);
    near(&drawn(|| p.sample(2)), &[1.30238378, -0.74155587, 1.48881757, -0.146042705]);
}

#[test]
#[rustfmt::skip]
fn exponential() {
    let (p, q) = (Exponential::new(Tensor::from([0.5, 2.0])), Exponential::new(Tensor::from([1.0, 0.25])));
    near(&p.log_prob(&Tensor::from([1.5, 0.7])), &[-1.44314718, -0.706852794]);
    near(&p.entropy(), &[1.69314718, 0.306852818]);
    near(&p.mean(), &[2.0, 0.5]);
    near(&p.variance(), &[4.0, 0.25]);
    near(&kl_divergence(&p, &q), &[0.306852818, 1.20444155]);
    near(&drawn(|| p.sample(2)), &[0.655287862, 0.159891739, 3.96235085, 0.534558415]);
}

#[test]
#[rustfmt::skip]
fn poisson() {
    let (p, q) = (Poisson::new(Tensor::from([0.5, 4.0])), Poisson::new(Tensor::from([1.0, 2.25])));
    near(&p.log_prob(&Tensor::from([2.0, 3.0])), &[-2.57944155, -1.6328764]);
    near(&p.mean(), &[0.5, 4.0]);
    near(&p.variance(), &[0.5, 4.0]);
    near(&kl_divergence(&p, &q), &[0.153426409, 0.55145669]);
    near(&drawn(|| p.sample(2)), &[0.0, 7.0, 1.0, 1.0]);
}

#[test]
#[rustfmt::skip]
fn bernoulli() {
    let (p, q) = (Bernoulli::new(Tensor::from([0.3, 0.9])), Bernoulli::new(Tensor::from([0.5, 0.25])));
    near(&p.log_prob(&Tensor::from([1.0, 0.0])), &[-1.20397282, -2.30258489]);
    near(&p.entropy(), &[0.610864341, 0.325083017]);
    near(&p.mean(), &[0.300000012, 0.899999976]);
    near(&p.variance(), &[0.210000008, 0.0900000185]);
    near(&kl_divergence(&p, &q), &[0.082282871, 0.951350152]);
    near(&drawn(|| p.sample(2)), &[0.0, 1.0, 0.0, 1.0]);
}

#[test]
#[rustfmt::skip]
fn categorical() {
    let (p, q) = (Categorical::new(Tensor::from([[0.2, 0.3, 0.5], [1.0, 2.0, 1.0]])), Categorical::new(Tensor::from([[0.1, 0.6, 0.3], [0.4, 0.4, 0.2]])));
    near(&p.log_prob(&Tensor::from([2.0, 0.0])), &[-0.693147182, -1.38629436]);
    near(&p.entropy(), &[1.02965307, 1.03972077]);
    near(&kl_divergence(&p, &q), &[0.186098069, 0.0498567373]);
    near(&drawn(|| p.sample(2)), &[1.0, 2.0, 1.0, 1.0]);
}

#[test]
#[rustfmt::skip]
fn gamma() {
    let (p, q) = (Gamma::new(Tensor::from([0.5, 4.0]), Tensor::from([2.0, 0.5])), Gamma::new(Tensor::from([1.0, 3.0]), Tensor::from([1.0, 2.0])));
    near(&p.log_prob(&Tensor::from([1.5, 0.7])), &[-3.42852402, -5.98437309]);
    near(&p.entropy(), &[-0.602537692, 2.71655369]);
    near(&p.mean(), &[0.25, 8.0]);
    near(&p.variance(), &[0.125, 16.0]);
    near(&kl_divergence(&p, &q), &[0.852537632, 7.99862242]);
    near(&drawn(|| p.sample(2)), &[0.227434233, 17.7508507, 0.0105964337, 13.1379337]);
}

#[test]
#[rustfmt::skip]
fn beta() {
    let (p, q) = (Beta::new(Tensor::from([0.5, 4.0]), Tensor::from([2.0, 0.5])), Beta::new(Tensor::from([1.0, 3.0]), Tensor::from([1.0, 2.0])));
    near(&p.log_prob(&Tensor::from([0.25, 0.75])), &[0.11778307, -0.0802869797]);
    near(&p.entropy(), &[-0.765279174, -1.36754298]);
    near(&p.mean(), &[0.200000003, 0.888888896]);
    near(&p.variance(), &[0.0457142852, 0.0179573521]);
    near(&kl_divergence(&p, &q), &[0.765279174, 2.500525]);
    near(&drawn(|| p.sample(2)), &[0.073680833, 0.993222117, 0.458794236, 0.825308323]);
}

#[test]
#[rustfmt::skip]
fn dirichlet() {
    let (p, q) = (Dirichlet::new(Tensor::from([[0.5, 4.0, 1.0], [2.0, 0.5, 3.0]])), Dirichlet::new(Tensor::from([[1.0, 3.0, 2.0], [1.0, 2.0, 0.5]])));
    near(&p.log_prob(&Tensor::from([[0.25, 0.5, 0.25], [0.1, 0.2, 0.7]])), &[0.207395315, 0.481085896]);
    near(&p.entropy(), &[-2.31606507, -1.9146769]);
    near(&p.mean(), &[0.0909090936, 0.727272749, 0.181818187, 0.363636374, 0.0909090936, 0.545454562]);
    near(&p.variance(), &[0.0127145583, 0.0305149388, 0.0228862055, 0.0356007628, 0.0127145583, 0.0381436758]);
    near(&kl_divergence(&p, &q), &[1.11998057, 4.51651812]);
    near(&drawn(|| p.sample(2)), &[0.0436067246, 0.850857496, 0.105535775, 0.234107971, 0.0229960717, 0.742895961, 0.106872603, 0.372913033, 0.520214379, 0.350957006, 0.343625665, 0.305417329]);
}

#[test]
#[rustfmt::skip]
fn multivariate_normal() {
    let (p, q) = (MultivariateNormal::new(Tensor::from([0.5, -1.0]), Tensor::from([[2.0, 0.3], [0.3, 1.0]])), MultivariateNormal::new(Tensor::from([0.0, 1.0]), Tensor::from([[1.0, -0.5], [-0.5, 2.0]])));
    near(&p.log_prob(&Tensor::from([1.5, -0.7])), &[-2.42320871]);
    near(&p.entropy(), &[3.16142869]);
    near(&p.mean(), &[0.5, -1.0]);
    near(&p.variance(), &[1.99999988, 0.99999994]);
    near(&kl_divergence(&p, &q), &[1.47054231]);
    near(&drawn(|| p.sample(2)), &[0.29240039, -0.262890458, 1.83900797, -1.88813138]);
}

#[test]
#[rustfmt::skip]
fn multinomial() {
    let p = Multinomial::new(5, Tensor::from([[0.2, 0.3, 0.5], [1.0, 2.0, 1.0]]));
    near(&p.log_prob(&Tensor::from([[1.0, 1.0, 3.0], [0.0, 4.0, 1.0]])), &[-1.89712, -2.54944515]);
    near(&p.entropy(), &[2.5918088, 2.61676717]);
    near(&p.mean(), &[1.0, 1.5, 2.5, 1.25, 2.5, 1.25]);
    near(&p.variance(), &[0.800000012, 1.04999995, 1.25, 0.9375, 1.25, 0.9375]);
    near(&drawn(|| p.sample(2)), &[0.0, 2.0, 3.0, 5.0, 0.0, 0.0, 0.0, 1.0, 4.0, 2.0, 0.0, 3.0]);
}

/// The mean and the deviation of many samples, each with its error.
fn moments(samples: &Tensor) -> (f64, f64) {
    (samples.mean().item(), samples.var().item())
}

#[test]
fn samples_have_the_moments() {
    autograd::manual_seed(11);
    let check = |p: &dyn Distribution| {
        let (mean, variance) = moments(&p.draw(&[40_000]).to_dtype(DType::F64));
        let (expected, spread) = (p.mean().item(), p.variance().item());
        assert!(
            (mean - expected).abs() < 0.03 * (1.0 + spread.sqrt()),
            "{mean} {expected}"
        );
        assert!(
            (variance - spread).abs() < 0.08 * (0.1 + spread),
            "{variance} {spread}"
        );
    };
    check(&Normal::new(1.0, 2.0));
    check(&Laplace::new(1.0, 2.0));
    check(&Uniform::new(-1.0, 2.0));
    check(&Exponential::new(0.5));
    check(&Poisson::new(3.0));
    check(&Bernoulli::from_logits(-1.0));
    check(&Gamma::new(0.3, 2.0));
    check(&Gamma::new(5.0, 2.0));
    check(&Beta::new(2.0, 0.5));
    check(&LogNormal::new(0.1, 0.4));
    check(&HalfNormal::new(2.0));
    check(&Gumbel::new(1.0, 0.5));
    check(&Geometric::new(0.4));
    check(&StudentT::new(9.0, 1.0, 2.0));
    check(&Weibull::new(2.0, 1.5));
    check(&Binomial::new(6, 0.3));
    check(&Binomial::new(90, 0.7));
    check(&NegativeBinomial::new(4.0, 0.3));
}

/// The derivative of the mean of `f` of samples by a parameter, through the samples, is near `expected`.
#[track_caller]
fn flows(parameter: f64, make: impl Fn(&Tensor) -> Tensor, expected: f64) {
    autograd::manual_seed(13);
    let parameter = Tensor::from(parameter).requires_grad_(true);
    make(&parameter).mean().backward();
    let got = parameter.grad().unwrap().item();
    assert!(
        (got - expected).abs() < 0.03 * (1.0 + expected.abs()),
        "{got}, not {expected}"
    );
}

#[test]
fn gradients_flow_through_samples() {
    let n = 40_000;
    flows(0.5, |x| Normal::new(x, 2.0).rsample(n).square(), 1.0);
    flows(0.5, |x| Normal::new(1.0, x).rsample(n).square(), 1.0);
    flows(0.5, |x| Laplace::new(1.0, x).rsample(n).square(), 2.0);
    flows(
        3.0,
        |x| Uniform::new(1.0, x).rsample(n).square(),
        (2.0 * 3.0 + 1.0) / 3.0,
    );
    flows(2.0, |x| Exponential::new(x).rsample(n), -0.25);
    // E x = a / b, E x^2 = a (a + 1) / b^2
    flows(0.4, |x| Gamma::new(x, 2.0).rsample(n), 0.5);
    flows(3.0, |x| Gamma::new(x, 2.0).rsample(n).square(), 7.0 / 4.0);
    flows(3.0, |x| Gamma::new(2.0, x).rsample(n), -2.0 / 9.0);
    // E x = a / (a + b)
    flows(2.0, |x| Beta::new(x, 3.0).rsample(n), 3.0 / 25.0);
    flows(3.0, |x| Beta::new(2.0, x).rsample(n), -2.0 / 25.0);
    flows(
        2.0,
        |x| {
            Dirichlet::new(Tensor::stack(&[x, &Tensor::from(1.0), &Tensor::from(3.0)], 0))
                .rsample(n)
                .select(-1, 0)
        },
        4.0 / 36.0,
    );
    let covariance = |x: &Tensor| {
        Tensor::stack(
            &[x, &Tensor::from(0.5), &Tensor::from(0.5), &Tensor::from(2.0)],
            0,
        )
        .reshape([2, 2])
    };
    flows(
        1.0,
        |x| {
            MultivariateNormal::new([0.0, 0.0], covariance(x))
                .rsample(n)
                .select(-1, 0)
                .square()
        },
        1.0,
    );
}

#[test]
fn logarithms_entropies_and_divergences_are_smooth() {
    autograd::manual_seed(17);
    let draw = || Tensor::options().dtype(DType::F64).rand([3]) + 0.5;
    let inputs = [draw(), draw()];
    let value = Tensor::from([0.25_f64, 0.5, 0.7]);
    let smooth = |f: &dyn Fn(&Tensor, &Tensor) -> Tensor| {
        gradcheck(|x| f(&x[0], &x[1]), &inputs, GradcheckOptions::default()).unwrap();
    };
    smooth(&|a, b| Normal::new(a, b).log_prob(&value) + Normal::new(a, b).entropy());
    smooth(&|a, b| kl_divergence(&Normal::new(a, b), &Normal::new(b, a)));
    smooth(&|a, b| Gamma::new(a, b).log_prob(&value) + Gamma::new(a, b).entropy());
    smooth(&|a, b| kl_divergence(&Gamma::new(a, b), &Gamma::new(b, a)));
    smooth(&|a, b| Beta::new(a, b).log_prob(&value) + Beta::new(a, b).entropy());
    smooth(&|a, b| kl_divergence(&Beta::new(a, b), &Beta::new(b, a)));
    smooth(&|a, b| kl_divergence(&Laplace::new(a, b), &Laplace::new(b, a)) + Laplace::new(a, b).entropy());
    smooth(&|a, _| Poisson::new(a).log_prob(&Tensor::from([0, 2, 5])) + Poisson::new(a).entropy());
    smooth(&|a, b| kl_divergence(&Categorical::from_logits(a), &Categorical::from_logits(b)));
    smooth(&|a, b| MultivariateNormal::diagonal(a, b).log_prob(&value));
    smooth(&|a, _| Multinomial::from_logits(4, a).entropy());
}

#[test]
fn the_entropy_of_a_count_is_that_of_its_probabilities() {
    // PyTorch has none; the limit of large rates is that of a normal distribution.
    let large = Poisson::new(Tensor::from(400.0_f64)).entropy().item();
    let normal = Normal::new(0.0, 20.0).entropy().item();
    assert!((large - normal).abs() < 1e-3, "{large} {normal}");
    assert_eq!(Poisson::new(0.0).entropy().item(), 0.0);
}

#[test]
fn ends_are_infinite_or_nothing() {
    assert_eq!(
        Uniform::new(0.0, 1.0).log_prob(&Tensor::from(1.0)).item(),
        f64::NEG_INFINITY
    );
    near(
        &Normal::new(1.0, 2.0).cdf(&Tensor::from([1.0, 3.0])),
        &[0.5, 0.841344746],
    );
}

#[track_caller]
fn refused<R>(call: impl FnOnce() -> R, sentence: &str) {
    let refusal = Error::catch(AssertUnwindSafe(call))
        .map(drop)
        .expect_err("it must be refused")
        .0;
    assert_eq!(refusal.to_string(), sentence);
}

#[test]
fn what_a_distribution_does_not_have_is_refused() {
    refused(
        || Normal::new(0.0, -1.0),
        "Normal: scale must be positive, and one is -1",
    );
    refused(
        || Normal::new(f64::NAN, 1.0),
        "Normal: loc must be finite, and one is NaN",
    );
    refused(|| Uniform::new(1.0, 1.0), "Uniform: high must be above low");
    refused(
        || Bernoulli::new(1.5),
        "Bernoulli: probs must be between 0 and 1, and one is 1.5",
    );
    refused(
        || Categorical::new([0.0, 0.0]),
        "Categorical: the sum of probs must be positive, and one is 0",
    );
    let three = Categorical::new([1.0, 1.0, 1.0]);
    refused(
        || three.log_prob(&Tensor::from(3)),
        "Categorical: value must be a class, and one is 3",
    );
    refused(
        || Gamma::new(1.0, 1.0).log_prob(&Tensor::from(-1.0)),
        "Gamma: value must be at least 0, and one is -1",
    );
    refused(
        || MultivariateNormal::new([0.0, 0.0], [[1.0, 2.0], [2.0, 1.0]]),
        "MultivariateNormal: the covariance matrix is not positive definite",
    );
    refused(
        || Multinomial::new(3, [0.5, 0.5]).log_prob(&Tensor::from([1.0, 1.0])),
        "Multinomial: a value must sum to 3",
    );
}
