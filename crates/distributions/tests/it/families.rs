//! PyTorch's figures and draws of the distributions that are made of others, and of rarer ones.

use autograd::Tensor;
use distributions::*;

use super::{check_densities, check_samples, drawn, f64s, near};

#[test]
#[rustfmt::skip]
fn log_normal() {
    let (p, q) = (LogNormal::new(Tensor::from([0.5, -1.0]), Tensor::from([0.8, 0.3])), LogNormal::new(Tensor::from([0.0, 1.0]), Tensor::from([1.0, 2.0])));
    near(&p.log_prob(&Tensor::from([1.5, 0.7])), &[-1.10824203, -1.65755248]);
    near(&p.entropy(), &[1.69579494, -0.785034299]);
    near(&p.mean(), &[2.27049994, 0.384812146]);
    near(&p.variance(), &[4.62151194, 0.0139453653]);
    near(&kl_divergence(&p, &q), &[0.168143541, 1.90837002]);
    near(&drawn(|| p.sample(2)), &[1.46603858, 0.465726107, 3.51646852, 0.263341635]);
}

#[test]
#[rustfmt::skip]
fn half_normal() {
    let (p, q) = (HalfNormal::new(Tensor::from([2.0, 0.3])), HalfNormal::new(Tensor::from([1.0, 2.0])));
    near(&p.log_prob(&Tensor::from([1.5, 0.7])), &[-1.20018852, -1.74404049]);
    near(&p.entropy(), &[1.41893864, -0.478181481]);
    near(&p.mean(), &[1.59576917, 0.239365384]);
    near(&p.variance(), &[1.45352089, 0.0327042229]);
    near(&kl_divergence(&p, &q), &[0.806852818, 1.40837002]);
    near(&drawn(|| p.sample(2)), &[0.293590188, 0.235842392, 1.89364326, 0.3343032]);
}

#[test]
#[rustfmt::skip]
fn cauchy() {
    let (p, q) = (Cauchy::new(Tensor::from([0.5, -1.0]), Tensor::from([2.0, 0.3])), Cauchy::new(Tensor::from([0.0, 1.0]), Tensor::from([1.0, 2.0])));
    near(&p.log_prob(&Tensor::from([1.5, -0.7])), &[-2.06102061, -0.633904219]);
    near(&p.entropy(), &[3.2241714, 1.3270514]);
    near(&p.variance(), &[f64::INFINITY, f64::INFINITY]);
    near(&kl_divergence(&p, &q), &[0.145181894, 1.35346985]);
    near(&drawn(|| p.sample(2)), &[-1.16111159, -1.25836086, 4.82378435, -0.839115024]);
}

#[test]
#[rustfmt::skip]
fn half_cauchy() {
    let p = HalfCauchy::new(Tensor::from([2.0, 0.3]));
    near(&p.log_prob(&Tensor::from([1.5, 0.7])), &[-1.59101701, -1.11082828]);
    near(&p.entropy(), &[2.53102422, 0.633904219]);
    near(&p.mean(), &[f64::INFINITY, f64::INFINITY]);
    near(&p.variance(), &[f64::INFINITY, f64::INFINITY]);
    near(&drawn(|| p.sample(2)), &[1.66111159, 0.258360922, 4.32378435, 0.160885006]);
}

#[test]
#[rustfmt::skip]
fn gumbel() {
    let (p, q) = (Gumbel::new(Tensor::from([0.5, -1.0]), Tensor::from([2.0, 0.3])), Gumbel::new(Tensor::from([0.0, 1.0]), Tensor::from([1.0, 2.0])));
    near(&p.log_prob(&Tensor::from([1.5, -0.7])), &[-1.79967785, -0.163906574]);
    near(&p.entropy(), &[2.27036285, 0.373242855]);
    near(&p.mean(), &[1.65443134, -0.826835275]);
    near(&p.variance(), &[6.57973671, 0.14804408]);
    near(&kl_divergence(&p, &q), &[0.597129822, 1.94275498]);
    near(&drawn(|| p.sample(2)), &[1.43798137, -1.14388227, 2.25072622, -0.73992002]);
}

#[test]
#[rustfmt::skip]
fn geometric() {
    let (p, q) = (Geometric::new(Tensor::from([0.3, 0.9])), Geometric::new(Tensor::from([0.5, 0.25])));
    near(&p.log_prob(&Tensor::from([2.0, 0.0])), &[-1.91732275, -0.105360545]);
    near(&p.entropy(), &[2.03621435, 0.361203372]);
    near(&p.mean(), &[2.33333325, 0.111111164]);
    near(&p.variance(), &[7.77777719, 0.123456851]);
    near(&kl_divergence(&p, &q), &[0.274276257, 1.05705571]);
    near(&drawn(|| p.sample(2)), &[1.0, 0.0, 1.0, 0.0]);
}

#[test]
#[rustfmt::skip]
fn chi2() {
    let (p, q) = (Chi2::new(Tensor::from([0.5, 4.0])), Chi2::new(Tensor::from([1.0, 3.0])));
    near(&p.log_prob(&Tensor::from([1.5, 0.7])), &[-2.51540804, -2.09296918]);
    near(&p.entropy(), &[-0.939420938, 2.27036285]);
    near(&p.mean(), &[0.5, 4.0]);
    near(&p.variance(), &[1.0, 8.0]);
    near(&kl_divergence(&p, &q), &[0.341205955, 0.0906098709]);
    near(&drawn(|| p.sample(2)), &[0.35706377, 11.4372587, 0.000817412278, 7.63525057]);
}

#[test]
#[rustfmt::skip]
fn student_t() {
    let p = StudentT::new(Tensor::from([1.5, 4.0]), Tensor::from([0.5, -1.0]), Tensor::from([2.0, 0.3]));
    near(&p.log_prob(&Tensor::from([1.5, -0.7])), &[-1.96248579, -0.334715307]);
    near(&p.entropy(), &[2.84280586, 0.477787852]);
    near(&p.mean(), &[0.5, -1.0]);
    near(&p.variance(), &[f64::INFINITY, 0.180000007]);
    near(&drawn(|| p.sample(2)), &[-0.485329866, -0.650470734, 3.63393927, -1.34815073]);
}

#[test]
#[rustfmt::skip]
fn pareto() {
    let (p, q) = (Pareto::new(Tensor::from([1.0, 0.5]), Tensor::from([1.5, 3.0])), Pareto::new(Tensor::from([0.5, 0.5]), Tensor::from([2.0, 1.0])));
    near(&p.log_prob(&Tensor::from([1.5, 0.7])), &[-0.608197629, 0.445870697]);
    near(&p.entropy(), &[1.26120162, -0.458426118]);
    near(&p.mean(), &[3.0, 0.75]);
    near(&p.variance(), &[f64::INFINITY, 0.1875]);
    near(&kl_divergence(&p, &q), &[1.4319458, 0.431945682]);
    near(&drawn(|| p.sample(2)), &[1.24412107, 0.556241512, 3.74635601, 0.714069545]);
}

#[test]
#[rustfmt::skip]
fn weibull() {
    let p = Weibull::new(Tensor::from([2.0, 0.5]), Tensor::from([1.5, 0.8]));
    near(&p.log_prob(&Tensor::from([1.5, 0.7])), &[-1.08104217, -0.906178713]);
    near(&p.entropy(), &[1.48008728, 0.385692477]);
    near(&p.mean(), &[1.80549061, 0.566501558]);
    near(&p.variance(), &[1.5027616, 0.509913802]);
    near(&drawn(|| p.sample(2)), &[0.950527608, 0.120237529, 3.15484929, 0.543564975]);
}

#[test]
#[rustfmt::skip]
fn negative_binomial() {
    let p = NegativeBinomial::new(Tensor::from([2.5, 4.0]), Tensor::from([0.3, 0.6]));
    near(&p.log_prob(&Tensor::from([2.0, 3.0])), &[-1.82372653, -2.20190763]);
    near(&p.mean(), &[1.07142854, 6.00000095]);
    near(&p.variance(), &[1.53061223, 15.0000029]);
    near(&drawn(|| p.sample(2)), &[2.0, 3.0, 1.0, 6.0]);
}

#[test]
#[rustfmt::skip]
fn binomial() {
    let (p, q) = (Binomial::new(7, Tensor::from([0.3, 0.9])), Binomial::new(7, Tensor::from([0.5, 0.25])));
    near(&p.log_prob(&Tensor::from([2.0, 5.0])), &[-1.14679766, -2.0874486]);
    near(&p.entropy(), &[1.59269738, 1.08291113]);
    near(&p.mean(), &[2.10000014, 6.29999971]);
    near(&p.variance(), &[1.47000003, 0.630000114]);
    near(&kl_divergence(&p, &q), &[0.575979888, 6.65945148]);
    near(&drawn(|| p.sample(2)), &[1.0, 4.0, 3.0, 7.0]);
}

#[test]
#[rustfmt::skip]
fn binomial_of_several_counts() {
    let p = Binomial::new(Tensor::from([[5], [30]]), Tensor::from([0.3, 0.9]));
    let q = Binomial::new(Tensor::from([[5], [29]]), Tensor::from([0.5, 0.25]));
    assert_eq!(p.batch_shape(), [2, 2]);
    near(&p.log_prob(&Tensor::from([[2, 5], [9, 25]])), &[-1.17538548, -0.526803017, -1.84966278, -2.27979755]);
    near(&p.mean(), &[1.5, 4.5, 9.0, 27.0]);
    near(&p.variance(), &[1.04999995, 0.450000107, 6.29999971, 2.70000076]);
    near(&p.mode(), &[1.0, 5.0, 9.0, 27.0]);
    near(&kl_divergence(&p, &q), &[0.411414206, 4.75675106, f64::INFINITY, f64::INFINITY]);
    near(&drawn(|| p.sample(2)), &[1.0, 4.0, 8.0, 30.0, 0.0, 4.0, 14.0, 27.0]);
    // The same counts everywhere are as one.
    let same = Binomial::new(Tensor::from([5, 5]), Tensor::from([0.3, 0.9]));
    near(&same.entropy(), &[1.41361487, 0.910205185]);
    near(&same.enumerate_support(false), &[0.0, 1.0, 2.0, 3.0, 4.0, 5.0]);
}

#[test]
fn many_trials_are_drawn_by_rejection() {
    let p = Binomial::new(100, Tensor::from([0.3, 0.8, 0.02]));
    near(
        &drawn(|| p.sample(4)),
        &[27.0, 75.0, 3.0, 34.0, 88.0, 1.0, 32.0, 72.0, 1.0, 30.0, 78.0, 1.0],
    );
}

#[test]
#[rustfmt::skip]
fn one_hot_categorical() {
    let (p, q) = (OneHotCategorical::new(Tensor::from([[0.2, 0.3, 0.5], [1.0, 2.0, 1.0]])), OneHotCategorical::new(Tensor::from([[0.1, 0.6, 0.3], [0.4, 0.4, 0.2]])));
    near(&p.log_prob(&Tensor::from([[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]])), &[-0.693147182, -1.38629436]);
    near(&p.entropy(), &[1.02965307, 1.03972077]);
    near(&p.mean(), &[0.200000003, 0.300000012, 0.5, 0.25, 0.5, 0.25]);
    near(&p.variance(), &[0.160000011, 0.210000008, 0.25, 0.1875, 0.25, 0.1875]);
    near(&kl_divergence(&p, &q), &[0.186098069, 0.0498567373]);
    near(&drawn(|| p.sample(2)), &[0.0, 1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0]);
}

#[test]
#[rustfmt::skip]
fn independent() {
    let normal = Normal::new(Tensor::from([[0.5, -1.0, 2.0], [0.0, 1.0, -1.0]]), Tensor::from([1.0, 0.5, 2.0]));
    let (p, q) = (Independent::new(normal, 1), Independent::new(Normal::new(Tensor::zeros([2, 3]), 1.0), 1));
    near(&p.log_prob(&Tensor::from([[1.0, 0.0, 1.0], [-0.5, 1.5, 0.0]])), &[-5.00681591, -3.50681543]);
    near(&p.entropy(), &[4.25681591, 4.25681591]);
    near(&kl_divergence(&p, &q), &[3.75, 2.125]);
}

#[test]
#[rustfmt::skip]
fn mixture_same_family() {
    let normal = Normal::new(Tensor::from([[0.5, -1.0, 2.0], [0.0, 1.0, -1.0]]), Tensor::from([1.0, 0.5, 2.0]));
    let p = MixtureSameFamily::new(Categorical::new(Tensor::from([[0.2, 0.3, 0.5], [1.0, 2.0, 1.0]])), normal);
    near(&p.log_prob(&Tensor::from([1.0, -0.5])), &[-1.84193969, -1.96054494]);
    near(&p.mean(), &[0.799999952, 0.25]);
    near(&p.variance(), &[3.98500013, 2.0625]);
    near(&drawn(|| p.sample(2)), &[-1.44741392, -4.36439705, -0.933596492, 1.69772542]);
    // Of vectors.
    let parts = Independent::new(Normal::new(Tensor::from([[0.0, 1.0], [2.0, -1.0]]), 1.0), 1);
    let p = MixtureSameFamily::new(Categorical::new(Tensor::from([0.4, 0.6])), parts);
    near(&p.log_prob(&Tensor::from([[1.0, 0.0], [0.0, -1.0]])), &[-2.83787704, -3.83787727]);
    near(&p.mean(), &[1.20000005, -0.200000018]);
    near(&p.variance(), &[1.96000004, 1.96000004]);
    near(&drawn(|| p.sample(2)), &[0.94682163, -0.114344001, -0.355625033, 2.23238564]);
}

#[test]
#[rustfmt::skip]
fn transformed_distribution() {
    let p = |transform| TransformedDistribution::new(Normal::new(Tensor::from([0.5, -1.0]), Tensor::from([2.0, 0.3])), [transform]);
    near(&p(Transform::Affine { loc: Tensor::from([1.0, 2.0]), scale: Tensor::from([-2.0, 0.5]) }).log_prob(&Tensor::from([0.5, 1.5])), &[-2.3130455, 0.978181481]);
    near(&drawn(|| p(Transform::Affine { loc: Tensor::from([1.0, 2.0]), scale: Tensor::from([-2.0, 0.5]) }).sample(2)), &[0.587180376, 1.61792123, -3.78728676, 1.33284843]);
    near(&p(Transform::Exp).log_prob(&Tensor::from([0.5, 1.5])), &[-1.09688854, -11.0944986]);
    near(&drawn(|| p(Transform::Exp).sample(2)), &[1.22925687, 0.465726107, 10.9533281, 0.263341635]);
    near(&p(Transform::Sigmoid).log_prob(&Tensor::from([0.25, 0.9])), &[-0.257554412, -54.0972595]);
    near(&drawn(|| p(Transform::Sigmoid).sample(2)), &[0.551419973, 0.317744285, 0.916341305, 0.208448455]);
    near(&p(Transform::Tanh).log_prob(&Tensor::from([0.25, -0.9])), &[-1.5550251, 0.70692575]);
    near(&drawn(|| p(Transform::Tanh).sample(2)), &[0.203527555, -0.643519342, 0.983467698, -0.870297134]);
    near(&p(Transform::Softplus).log_prob(&Tensor::from([0.25, 2.0])), &[-0.490018606, -44.8399086]);
    near(&drawn(|| p(Transform::Softplus).sample(2)), &[0.801668286, 0.382350743, 2.48100972, 0.233760297]);
    let squared = TransformedDistribution::new(LogNormal::new(Tensor::from([0.5, -1.0]), Tensor::from([2.0, 0.3])), [Transform::Power(2.0)]);
    near(&squared.log_prob(&Tensor::from([0.5, 1.5])), &[-1.7016716, -8.85005283]);
    // Of vectors, one function after the other.
    let normal = MultivariateNormal::new(Tensor::from([0.5, -1.0]), Tensor::from([[2.0, 0.3], [0.3, 1.0]]));
    let affine = Transform::Affine { loc: Tensor::from(1.0), scale: Tensor::from(2.0) };
    near(&TransformedDistribution::new(normal, [Transform::Tanh, affine]).log_prob(&Tensor::from([1.5, 0.2])), &[-3.52054977]);
}

#[test]
fn relaxed_bernoulli() {
    let p = RelaxedBernoulli::new(0.7, Tensor::from([0.3, 0.9]));
    near(
        &p.log_prob(&Tensor::from([0.2, 0.95])),
        &[0.0858256817, 1.29942775],
    );
    near(
        &drawn(|| p.sample(2)),
        &[0.266873688, 0.759101808, 0.433428138, 0.983154774],
    );
}

#[test]
#[rustfmt::skip]
fn relaxed_one_hot_categorical() {
    let p = RelaxedOneHotCategorical::new(0.7, Tensor::from([0.2, 0.3, 0.5]));
    near(&p.log_prob(&Tensor::from([[0.2, 0.2, 0.6], [0.1, 0.7, 0.2]])), &[0.370937347, 0.504977226]);
    near(&drawn(|| p.sample(2)), &[0.123816408, 0.0569911189, 0.819192469, 0.378369063, 0.114230543, 0.507400393]);
}

/// First and second derivatives of densities and entropies by their parameters.
#[test]
fn densities_have_derivatives() {
    let value = f64s([1.5, 0.7]);
    let counts = f64s([2.0, 3.0]);
    check_densities(&[
        &|a, b| LogNormal::new(a, b).log_prob(&value) + LogNormal::new(a, b).entropy(),
        &|a, b| Cauchy::new(a, b).log_prob(&value) + Cauchy::new(a, b).entropy(),
        &|a, b| Gumbel::new(a, b).log_prob(&value) + kl_divergence(&Gumbel::new(a, b), &Gumbel::new(b, a)),
        &|a, b| Pareto::new(a * 0.3, b).log_prob(&value) + Pareto::new(a, b).entropy(),
        &|a, b| {
            Weibull::new(a, b).log_prob(&value) + Weibull::new(a, b).entropy() + Weibull::new(a, b).variance()
        },
        &|a, b| StudentT::new(a, b, b).log_prob(&value) + StudentT::new(a, b, b).entropy(),
        &|a, b| NegativeBinomial::from_logits(a, b).log_prob(&counts),
        &|a, b| Geometric::from_logits(a).log_prob(&counts) + Binomial::from_logits(5, b).entropy(),
        &|a, b| Binomial::from_logits(Tensor::from([[2, 3], [7, 5]]), a * b).log_prob(&counts),
    ]);
}

/// Derivatives through samples: those of the same draws.
#[test]
fn gradients_flow_through_samples() {
    check_samples(&[
        &|a, b| LogNormal::new(a, b).rsample(3),
        &|a, b| HalfNormal::new(a * b).rsample(3),
        &|a, b| Cauchy::new(a, b).rsample(3),
        &|a, b| Gumbel::new(a, b).rsample(3),
        &|a, b| Pareto::new(a, b).rsample(3),
        &|a, b| Weibull::new(a, b).rsample(3),
        &|a, b| TransformedDistribution::new(Normal::new(a, b), [Transform::Tanh]).rsample(3),
        &|a, b| RelaxedOneHotCategorical::from_logits(a.select(0, 0), Tensor::stack(&[a, b], 0)).rsample(3),
    ]);
}

#[test]
#[should_panic(expected = "Binomial: value must be between 0 and total_count, and one is 8")]
fn more_successes_than_trials_are_refused() {
    Binomial::new(7, 0.5).log_prob(&Tensor::from(8.0));
}

#[test]
#[should_panic(expected = "Binomial: value must be between 0 and total_count, and one is 4")]
fn more_successes_than_the_trials_of_one_are_refused() {
    Binomial::new(Tensor::from([7, 3]), 0.5).log_prob(&Tensor::from(4.0));
}

#[test]
#[should_panic(expected = "Binomial: total_count must be whole numbers")]
fn half_a_trial_is_refused() {
    Binomial::new(2.5, 0.5);
}

#[test]
#[should_panic(
    expected = "Binomial: entropy needs the same total_count in all of the batch, and they are from 3 to 7"
)]
fn counts_that_differ_have_no_entropy() {
    Binomial::new(Tensor::from([7, 3]), 0.5).entropy();
}

#[test]
#[should_panic(expected = "Binomial: enumerate_support needs the same total_count in all of the batch")]
fn counts_that_differ_have_no_common_values() {
    Binomial::new(Tensor::from([7, 3]), 0.5).enumerate_support(true);
}

#[test]
#[should_panic(
    expected = "Binomial: there is no divergence from a distribution of more trials, and one has 2 more"
)]
fn fewer_trials_have_no_divergence_from_more() {
    kl_divergence(&Binomial::new(Tensor::from([7, 3]), 0.5), &Binomial::new(5, 0.5));
}

#[test]
#[should_panic(expected = "OneHotCategorical: a value must have one 1")]
fn two_classes_at_once_are_refused() {
    OneHotCategorical::new(Tensor::from([0.5, 0.5])).log_prob(&Tensor::from([1.0, 1.0]));
}

#[test]
#[should_panic(expected = "Independent: a batch of shape [2] does not have 2 dimensions")]
fn an_event_has_dimensions_of_the_batch() {
    Independent::new(Normal::new(Tensor::zeros(2), 1.0), 2);
}

#[test]
#[should_panic(expected = "MixtureSameFamily: components of the batch [3] are not one for each of 2 classes")]
fn a_component_for_each_class() {
    MixtureSameFamily::new(
        Categorical::new(Tensor::from([0.5, 0.5])),
        Normal::new(Tensor::zeros(3), 1.0),
    );
}
