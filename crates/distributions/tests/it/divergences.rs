//! Divergences of one family from another: PyTorch's figures, derivatives, and which are infinite.

use autograd::Tensor;
use distributions::*;

use super::quantiles::pair;
use super::{check_densities, near};

#[test]
#[rustfmt::skip]
fn finite_ones() {
    let (bernoulli, poisson) = (Bernoulli::new(pair(0.3, 0.9)), Poisson::new(pair(0.5, 4.0)));
    let (beta, continuous_bernoulli) = (Beta::new(pair(0.5, 4.0), pair(2.0, 0.5)), ContinuousBernoulli::new(pair(0.3, 0.4995)));
    let (chi2, exponential, gamma) = (Chi2::new(pair(0.5, 4.0)), Exponential::new(pair(0.5, 2.0)), Gamma::new(pair(1.5, 3.0), pair(2.0, 0.5)));
    let (gumbel, laplace) = (Gumbel::new(pair(0.5, -1.0), pair(2.0, 0.3)), Laplace::new(pair(0.5, -1.0), pair(2.0, 0.3)));
    let (normal, pareto) = (Normal::new(pair(0.5, -1.0), pair(2.0, 0.7)), Pareto::new(pair(0.2, 0.5), pair(1.5, 3.0)));
    let uniform = Uniform::new(pair(0.3, -1.0), pair(0.8, 2.0));
    near(&kl_divergence(&bernoulli, &poisson), &[0.0970798135, 2.42725205]);
    near(&kl_divergence(&beta, &chi2), &[0.326587766, 3.3310349]);
    near(&kl_divergence(&beta, &continuous_bernoulli), &[0.540825963, 1.36832082]);
    near(&kl_divergence(&beta, &exponential), &[1.55842638, 2.45217371]);
    near(&kl_divergence(&beta, &gamma), &[1.33810997, 4.85008335]);
    near(&kl_divergence(&beta, &normal), &[2.39432907, 5.58884621]);
    near(&kl_divergence(&beta, &uniform), &[f64::INFINITY, 2.46615529]);
    near(&kl_divergence(&chi2, &exponential), &[1.88256812, 5.03648996]);
    near(&kl_divergence(&chi2, &gamma), &[2.54607153, 0.270362973]);
    near(&kl_divergence(&chi2, &gumbel), &[2.71230054, 13.1929369]);
    near(&kl_divergence(&chi2, &normal), &[2.67650652, 31.9653702]);
    near(&kl_divergence(&continuous_bernoulli, &exponential), &[0.93764472, 0.306519747]);
    near(&kl_divergence(&continuous_bernoulli, &normal), &[1.6521337, 2.94270611]);
    near(&kl_divergence(&continuous_bernoulli, &uniform), &[f64::INFINITY, 1.09861255]);
    near(&kl_divergence(&exponential, &chi2), &[0.855110645, 2.5998044]);
    near(&kl_divergence(&exponential, &gamma), &[1.08838415, 5.25646162]);
    near(&kl_divergence(&exponential, &gumbel), &[0.392012715, 3.50255203]);
    near(&kl_divergence(&exponential, &normal), &[0.700188518, 2.80643129]);
    near(&kl_divergence(&gamma, &chi2), &[0.67599082, 0.229637027]);
    near(&kl_divergence(&gamma, &exponential), &[0.400321603, 8.76612663]);
    near(&kl_divergence(&gamma, &gumbel), &[1.06909537, 19.5887146]);
    near(&kl_divergence(&gamma, &normal), &[0.99894774, 60.2664375]);
    near(&kl_divergence(&gumbel, &normal), &[0.330778837, 0.370684028]);
    near(&kl_divergence(&laplace, &normal), &[0.225791335, 0.256762624]);
    near(&kl_divergence(&normal, &gumbel), &[0.229782701, 12.9478559]);
    near(&kl_divergence(&normal, &laplace), &[0.0720932484, 0.288641334]);
    near(&kl_divergence(&pareto, &chi2), &[1.40246701, 2.57953429]);
    near(&kl_divergence(&pareto, &exponential), &[1.34138346, 1.26527882]);
    near(&kl_divergence(&pareto, &gamma), &[0.859118938, 4.32564259]);
    near(&kl_divergence(&pareto, &normal), &[f64::INFINITY, 4.33701611]);
    near(&kl_divergence(&uniform, &beta), &[1.51907611, f64::INFINITY]);
    near(&kl_divergence(&uniform, &chi2), &[1.95347214, f64::INFINITY]);
    near(&kl_divergence(&uniform, &continuous_bernoulli), &[0.765248179, f64::INFINITY]);
    near(&kl_divergence(&uniform, &exponential), &[1.66129434, f64::INFINITY]);
    near(&kl_divergence(&uniform, &gamma), &[0.949967146, f64::INFINITY]);
    near(&kl_divergence(&uniform, &gumbel), &[2.38914633, 2.79741025]);
    near(&kl_divergence(&uniform, &normal), &[2.30814958, 2.52487612]);
    near(&kl_divergence(&uniform, &pareto), &[1.11522412, f64::INFINITY]);
}

/// Where the ends of the intervals are the same, PyTorch takes two of these for infinite.
#[test]
fn of_numbers_between_0_and_1() {
    let even = ContinuousBernoulli::new(0.5);
    near(&kl_divergence(&even, &Uniform::new(0.0, 1.0)), &[0.0]);
    near(&kl_divergence(&Uniform::new(0.0, 1.0), &even), &[0.0]);
    near(
        &kl_divergence(&Uniform::new(0.0, 1.0), &Beta::new(1.0, 1.0)),
        &[0.0],
    );
    near(
        &kl_divergence(&Beta::new(1.0, 1.0), &Uniform::new(0.0, 1.0)),
        &[0.0],
    );
    near(
        &kl_divergence(&Uniform::new(0.0, 1.0), &Uniform::new(0.0, 1.0)),
        &[0.0],
    );
}

#[test]
fn of_what_never_happens() {
    let (never, half) = (Bernoulli::new(0.0), Bernoulli::new(0.5));
    near(&kl_divergence(&never, &half), &[2.0_f64.ln()]);
    assert_eq!(kl_divergence(&half, &never).item(), f64::INFINITY);
    assert_eq!(
        kl_divergence(&Uniform::new(0.0, 2.0), &Uniform::new(0.0, 1.0)).item(),
        f64::INFINITY
    );
}

/// Infinite in the common shape of both.
#[test]
fn infinite_ones() {
    let two = || pair(0.4, 0.6);
    macro_rules! infinite {
        ($($p:expr => $($q:expr),+;)+) => {$($(
            let divergence = kl_divergence(&$p, &$q);
            assert_eq!(divergence.shape(), [2, 2], "{:?} {:?}", $p, $q);
            near(&divergence, &[f64::INFINITY; 4]);
        )+)+};
    }
    let (beta, exponential, gamma) = (
        Beta::new(two(), 1.0),
        Exponential::new(two()),
        Gamma::new(two(), 1.0),
    );
    let (shades, pareto) = (ContinuousBernoulli::new(two()), Pareto::new(two(), 1.0));
    let uniform = Uniform::new(0.0, two());
    let rows = || Tensor::ones([2, 1]);
    infinite! {
        Beta::new(rows(), 1.0) => pareto;
        ContinuousBernoulli::new(rows()) => pareto;
        Exponential::new(rows()) => beta, shades, pareto, uniform;
        Gamma::new(rows(), 1.0) => beta, shades, pareto, uniform;
        Chi2::new(rows()) => beta, shades, pareto, uniform;
        Gumbel::new(rows(), 1.0) => beta, shades, exponential, gamma, Chi2::new(two()), pareto, uniform;
        Laplace::new(rows(), 1.0) => beta, shades, exponential, gamma, Chi2::new(two()), pareto, uniform;
        Normal::new(rows(), 1.0) => beta, shades, exponential, gamma, Chi2::new(two()), pareto, uniform;
        Pareto::new(rows(), 1.0) => beta, shades, uniform;
        Poisson::new(rows()) => Bernoulli::new(two()), Binomial::new(3, two());
    }
}

#[test]
#[rustfmt::skip]
fn of_events() {
    let normal = || Normal::new(pair(0.5, -1.0), pair(2.0, 0.3));
    let (p, q) = (Independent::new(normal(), 1), Independent::new(Laplace::new(pair(0.0, 0.0), 1.0), 1));
    near(&kl_divergence(&p, &q), &[1.704689026]);
    let (p, q) = (OneHotCategorical::new(pair(0.2, 0.8)), OneHotCategoricalStraightThrough::new(pair(0.5, 0.5)));
    near(&kl_divergence(&p, &q), &[0.192744687]);
    near(&kl_divergence(&q, &p), &[0.223143548]);
    near(&kl_divergence(&HalfCauchy::new(pair(2.0, 0.3)), &HalfCauchy::new(pair(1.0, 2.0))), &[0.117783070, 0.790349424]);
}

/// Functions lose nothing.
#[test]
#[rustfmt::skip]
fn of_what_the_same_functions_make() {
    let normal = || Normal::new(pair(0.5, -1.0), pair(2.0, 0.3));
    let twice = |loc| [Transform::Tanh, Transform::Affine { loc, scale: Tensor::from(2.0) }];
    let p = TransformedDistribution::new(normal(), twice(pair(1.0, 2.0)));
    let q = TransformedDistribution::new(Laplace::new(0.0, pair(1.0, 2.0)), twice(pair(1.0, 2.0)));
    near(&kl_divergence(&p, &q), &[0.226440310, 1.671362281]);
    let p = TransformedDistribution::new(normal(), [Transform::StickBreaking]);
    let q = TransformedDistribution::new(Normal::new(0.0, pair(1.0, 2.0)), [Transform::StickBreaking]);
    near(&kl_divergence(&p, &q), &[2.465222836]);
}

#[test]
#[should_panic(
    expected = "TransformedDistribution: there is no divergence of events [] by [Power(2.0)] from events [] by [Power(3.0)]"
)]
fn other_functions_are_refused() {
    let p = |exponent| TransformedDistribution::new(LogNormal::new(0.0, 1.0), [Transform::Power(exponent)]);
    kl_divergence(&p(2.0), &p(3.0));
}

/// First and second derivatives by the parameters of both, also where another element of the batch is infinite.
#[test]
fn they_have_derivatives() {
    let part = |x: &Tensor| x * 0.3 + 0.1;
    let after = |low: &Tensor, width: &Tensor| Uniform::new(low, low + width);
    let inner = |a: &Tensor, b: &Tensor| after(&part(a), &(b * 0.2));
    check_densities(&[
        &|a, b| kl_divergence(&Bernoulli::new(part(a)), &Poisson::new(b)),
        &|a, b| kl_divergence(&Beta::new(a, b), &ContinuousBernoulli::new(part(a))),
        &|a, b| kl_divergence(&Beta::new(a, b), &Gamma::new(b, a)),
        &|a, b| kl_divergence(&ContinuousBernoulli::new(part(a)), &Exponential::new(b)),
        &|a, b| kl_divergence(&Exponential::new(a), &Gamma::new(b, a)),
        &|a, b| kl_divergence(&Exponential::new(a), &Gumbel::new(b, a)),
        &|a, b| kl_divergence(&Gamma::new(a, b), &Gumbel::new(b, a)),
        &|a, b| kl_divergence(&Chi2::new(a), &Normal::new(b, a)),
        &|a, b| kl_divergence(&Normal::new(a, b), &Gumbel::new(b, a)),
        &|a, b| kl_divergence(&Normal::new(a, b), &Laplace::new(b, a)),
        &|a, b| kl_divergence(&Pareto::new(a, b + 1.0), &Exponential::new(a)),
        &|a, b| kl_divergence(&Pareto::new(a, b + 2.0), &Normal::new(b, a)),
        &|a, b| kl_divergence(&inner(a, b), &Beta::new(b, a)),
        &|a, b| kl_divergence(&inner(a, b), &ContinuousBernoulli::new(part(b))),
        &|a, b| kl_divergence(&inner(a, b), &Pareto::new(part(a) * 0.5, b)),
        &|a, b| kl_divergence(&after(a, b), &Gamma::new(b, a)),
        &|a, b| kl_divergence(&after(a, b), &Gumbel::new(b, a)),
    ]);
}

/// Where one is infinite, it gives its parameters no derivative, and certainly none that is no number.
#[test]
fn infinite_ones_disturb_no_others() {
    let parameter = |a, b| pair(a, b).requires_grad_(true);
    let (low, alpha) = (parameter(-1.0, 0.5), parameter(1.0, 3.0));
    let uniform = kl_divergence(&Uniform::new(&low, 2.0), &Gamma::new(1.0, 1.0));
    let pareto = kl_divergence(&Pareto::new(1.0, &alpha), &Exponential::new(1.0));
    for (divergence, parameter) in [(uniform, low), (pareto, alpha)] {
        assert_eq!(divergence.get(0).item(), f64::INFINITY);
        divergence.sum().backward();
        let gradient = parameter.grad().unwrap().to_vec::<f64>();
        assert!(
            gradient[0] == 0.0 && gradient[1].is_finite() && gradient[1] != 0.0,
            "{gradient:?}"
        );
    }
}
