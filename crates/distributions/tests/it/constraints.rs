//! Which values distributions have, and what is as a constraint says.

use autograd::Tensor;
use distributions::*;

use super::quantiles::pair;

/// Checks that all samples are of the support, and these values are not.
#[track_caller]
fn holds_samples(p: &dyn Distribution, others: impl Into<Tensor>) {
    let (support, event) = (p.support(), p.event_shape().len());
    assert_eq!(support.event_dim(), event, "{support:?}");
    let fits = support.check(&p.draw(&[20]));
    assert_eq!(
        (fits.shape(), fits.all().item()),
        (&[&[20], p.batch_shape()].concat()[..], 1.0)
    );
    let others = support.check(&others.into());
    assert!(others.any().item() == 0.0, "{support:?} {others:?}");
}

#[test]
fn numbers() {
    let (real, positive, part) = (&pair(0.5, -1.0), &pair(0.7, 1.5), &pair(0.3, 0.9));
    let (nan, below) = (f64::NAN, [[-0.5], [f64::NAN]]);
    let beyond_parts = [[-0.1], [1.1]];
    let uncounted = [[-1.0], [0.5]];
    holds_samples(&Bernoulli::new(part), [[0.5], [2.0]]);
    holds_samples(&Beta::new(positive, 2.0), beyond_parts);
    holds_samples(&Binomial::new(Tensor::from([3, 7]), part), [[8.0], [0.5]]);
    holds_samples(&Cauchy::new(real, positive), nan);
    holds_samples(&Chi2::new(positive), below);
    holds_samples(&ContinuousBernoulli::new(part), beyond_parts);
    holds_samples(&Exponential::new(positive), below);
    holds_samples(&FisherSnedecor::new(positive, 2.0), 0.0);
    holds_samples(&Gamma::new(positive, 2.0), below);
    holds_samples(&GeneralizedPareto::new(real, positive, pair(0.2, -0.5)), -2.0);
    holds_samples(&Geometric::new(part), uncounted);
    holds_samples(&Gumbel::new(real, positive), nan);
    holds_samples(&HalfCauchy::new(positive), below);
    holds_samples(&HalfNormal::new(positive), below);
    holds_samples(&InverseGamma::new(positive, positive), 0.0);
    holds_samples(&Kumaraswamy::new(positive, 2.0), beyond_parts);
    holds_samples(&Laplace::new(real, positive), nan);
    holds_samples(&LogNormal::new(real, positive), 0.0);
    holds_samples(&NegativeBinomial::new(positive, 0.6), uncounted);
    holds_samples(&Normal::new(real, positive), nan);
    holds_samples(&Pareto::new(positive, 3.0), 0.6);
    holds_samples(&Poisson::new(positive), uncounted);
    holds_samples(&RelaxedBernoulli::new(0.7, part), beyond_parts);
    holds_samples(&StudentT::new(positive, real, positive), nan);
    holds_samples(&Uniform::new(real, 2.0), [[-1.5], [2.1]]);
    holds_samples(&VonMises::new(real, positive), nan);
    holds_samples(&Weibull::new(positive, 2.0), 0.0);
    // The end of a falling one.
    let falling = GeneralizedPareto::new(1.0, 2.0, -0.5).support();
    assert_eq!(falling.check(&pair(5.0, 5.1)).to_vec::<bool>(), [true, false]);
}

#[test]
fn events() {
    let classes = || Tensor::from([[0.2, 0.3, 0.5], [0.25, 0.5, 0.25]]);
    let vectors = || Tensor::from([[0.5, -1.0, 2.0], [0.0, 1.0, -1.0]]);
    let (nans, unequal) = (|| Tensor::full(3, f64::NAN), [0.2, 0.2, 0.2]);
    holds_samples(&Categorical::new(classes()), 3.0);
    holds_samples(&Dirichlet::new(classes()), unequal);
    holds_samples(&Independent::new(Normal::new(vectors(), 1.0), 1), nans());
    holds_samples(
        &LKJCholesky::new(3, pair(1.0, 0.5)),
        [[1.0, 0.0, 0.0], [0.6, 0.8, 0.0], [0.6, 0.6, 0.6]],
    );
    holds_samples(&LogisticNormal::new(vectors(), 1.0), [0.2, 0.2, 0.2, 0.2]);
    let normal = LowRankMultivariateNormal::new(vectors(), Tensor::ones([3, 1]), Tensor::ones(3));
    holds_samples(&normal, nans());
    holds_samples(&normal.to_full(), nans());
    holds_samples(&Multinomial::new(5, classes()), [3.0, 2.0, 1.0]);
    holds_samples(&OneHotCategorical::new(classes()), [1.0, 0.0, 1.0]);
    holds_samples(&OneHotCategoricalStraightThrough::new(classes()), [0.5, 0.5, 0.0]);
    holds_samples(&RelaxedOneHotCategorical::new(0.7, classes()), unequal);
    holds_samples(
        &Wishart::new(pair(4.0, 2.5), [[2.0, 0.3], [0.3, 1.0]]),
        [[1.0, 2.0], [2.0, 1.0]],
    );
    // A value of a mixture is one that all components have.
    let uniform = Uniform::new(Tensor::from([[0.0, -1.0], [0.0, 0.0]]), 1.0);
    let mixture = MixtureSameFamily::new(Categorical::new(Tensor::ones([2, 2])), uniform).support();
    assert_eq!(mixture.check(&pair(0.5, 0.5)).to_vec::<bool>(), [true, true]);
    assert_eq!(mixture.check(&pair(-0.5, 2.0)).to_vec::<bool>(), [false, false]);
}

/// What the last function gives, of as many dimensions as an event has.
#[test]
fn transformed() {
    let vectors = || Normal::new(Tensor::zeros([2, 3]), 1.0);
    holds_samples(
        &TransformedDistribution::new(vectors(), [Transform::StickBreaking]),
        [0.1, 0.1, 0.1, 0.1],
    );
    holds_samples(
        &TransformedDistribution::new(Independent::new(vectors(), 1), [Transform::Tanh]),
        [0.0, 0.0, 1.1],
    );
    let turned = Transform::Affine {
        loc: Tensor::from(0.0),
        scale: Tensor::from(-1.0),
    };
    holds_samples(
        &TransformedDistribution::new(vectors(), [Transform::Exp, turned]),
        f64::NAN,
    );
    let none: [Transform; 0] = [];
    holds_samples(&TransformedDistribution::new(Exponential::new(1.0), none), -1.0);
}

/// PyTorch's answers.
#[test]
#[rustfmt::skip]
fn checks() {
    let checked = |constraint: Constraint, value: &Tensor, expected: &[bool]| {
        assert_eq!(constraint.check(value).to_vec::<bool>(), expected, "{constraint:?}");
    };
    let x = &Tensor::from([f64::NAN, f64::NEG_INFINITY, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0, f64::INFINITY]);
    let (f, t) = (false, true);
    let number = |x: f64| Tensor::from(x);
    checked(Constraint::Real, x, &[f, t, t, t, t, t, t, t, t]);
    checked(Constraint::Positive, x, &[f, f, f, f, f, t, t, t, t]);
    checked(Constraint::Nonnegative, x, &[f, f, f, f, t, t, t, t, t]);
    checked(Constraint::UnitInterval, x, &[f, f, f, f, t, t, t, f, f]);
    checked(Constraint::GreaterThan(number(1.0)), x, &[f, f, f, f, f, f, f, t, t]);
    checked(Constraint::GreaterThanEq(number(1.0)), x, &[f, f, f, f, f, f, t, t, t]);
    checked(Constraint::LessThan(number(0.0)), x, &[f, t, t, t, f, f, f, f, f]);
    checked(Constraint::Interval(number(0.0), number(2.0)), x, &[f, f, f, f, t, t, t, t, f]);
    checked(Constraint::HalfOpenInterval(number(0.0), number(2.0)), x, &[f, f, f, f, t, t, t, f, f]);
    checked(Constraint::Boolean, x, &[f, f, f, f, t, f, t, f, f]);
    checked(Constraint::NonnegativeInteger, x, &[f, f, f, f, t, f, t, t, f]);
    checked(Constraint::PositiveInteger, x, &[f, f, f, f, f, f, t, t, f]);
    checked(Constraint::IntegerInterval(number(-1.0), number(1.0)), x, &[f, f, t, f, t, f, t, f, f]);
    let matrices = &Tensor::from([[[1.0, 0.0], [0.6, 0.8]], [[1.0, 0.6], [0.6, 1.0]], [[0.6, 0.0], [0.8, 1.0]], [[1.0, 2.0], [2.0, 1.0]], [[1.0, 0.0], [2.0, -1.0]]]);
    checked(Constraint::LowerTriangular, matrices, &[t, f, t, f, t]);
    checked(Constraint::LowerCholesky, matrices, &[t, f, t, f, f]);
    checked(Constraint::CorrCholesky, matrices, &[t, f, f, f, f]);
    checked(Constraint::Square, matrices, &[t; 5]);
    checked(Constraint::Symmetric, matrices, &[f, t, f, t, f]);
    checked(Constraint::PositiveDefinite, matrices, &[f, t, f, f, f]);
    let wide = &Tensor::zeros([2, 2, 3]);
    checked(Constraint::Square, wide, &[f, f]);
    checked(Constraint::Symmetric, wide, &[f, f]);
    checked(Constraint::PositiveDefinite, wide, &[f, f]);
    checked(Constraint::Positive.to_event(2), &matrices.abs(), &[f, t, f, t, f]);
    checked(Constraint::real_vector(), &Tensor::from([[1.0, f64::NAN], [1.0, 2.0]]), &[f, t]);
}

#[test]
fn what_is_counted() {
    assert!(Binomial::new(3, 0.5).support().is_discrete());
    assert!(Multinomial::new(3, [0.5, 0.5]).support().is_discrete());
    let counts = Independent::new(Poisson::new([1.0, 2.0]), 1).support();
    assert!(counts.is_discrete() && !Normal::new(0.0, 1.0).support().is_discrete());
}

#[test]
#[should_panic(expected = "Constraint: a value has shape [], and must have 1 dimensions at least")]
fn a_number_is_no_vector() {
    Constraint::Simplex.check(&Tensor::from(1.0));
}
