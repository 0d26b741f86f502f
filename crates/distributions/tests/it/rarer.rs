//! PyTorch's figures and draws of distributions that few need.

use std::f64::consts::PI;

use autograd::{DType, Tensor};
use distributions::*;

use super::quantiles::{pair, quantiles};
use super::{check_densities, check_samples, drawn, f64s, near};

#[test]
#[rustfmt::skip]
fn continuous_bernoulli() {
    let (p, q) = (ContinuousBernoulli::new(pair(0.3, 0.4995)), ContinuousBernoulli::new(pair(0.5, 0.9)));
    near(&p.log_prob(&pair(0.2, 0.7)), &[0.22445327, -0.000400185585]);
    near(&p.entropy(), &[-0.029386282, 0.0]);
    near(&p.mean(), &[0.430222452, 0.499833345]);
    near(&p.variance(), &[0.080425024, 0.0833333209]);
    near(&p.cdf(&pair(0.2, 0.7)), &[0.272788435, 0.699999988]);
    near(&p.icdf(&pair(0.25, 0.9)), &[0.181932092, 0.899999976]);
    near(&kl_divergence(&p, &q), &[0.029386282, 0.194000483]);
    near(&drawn(|| p.sample(2)), &[0.430554509, 0.198803186, 0.557909071, 0.656890273]);
}

#[test]
#[rustfmt::skip]
fn fisher_snedecor() {
    let p = FisherSnedecor::new(pair(3.0, 1.5), pair(5.0, 3.0));
    near(&p.log_prob(&pair(1.5, 0.7)), &[-1.50306261, -1.06355405]);
    near(&p.mean(), &[1.66666663, 3.0]);
    near(&p.variance().get(0), &[11.1111107]);
    near(&p.mode().get(0), &[0.238095254]);
    assert!(p.variance().get(1).item().is_nan() && p.mode().get(1).item().is_nan());
    near(&drawn(|| p.sample(2)), &[0.634001255, 0.940133274, 0.579629302, 0.0647533163]);
}

/// PyTorch has no entropy of it: here is the integral that it stands for.
#[test]
fn entropy_of_the_f_distribution() {
    let p = FisherSnedecor::new(5.0, 7.0);
    let step = 1e-3;
    let x = Tensor::options()
        .dtype(DType::F64)
        .arange(0.5 * step, 400.0, step);
    let logarithm = p.log_prob(&x);
    let integral = -(logarithm.exp() * &logarithm).sum().item() * step;
    assert!(
        (p.entropy().item() - integral).abs() < 1e-3,
        "{integral} {}",
        p.entropy().item()
    );
}

#[test]
#[rustfmt::skip]
fn generalized_pareto() {
    let p = GeneralizedPareto::new(pair(0.5, -1.0), pair(2.0, 0.3), pair(0.3, 0.0));
    near(&p.log_prob(&pair(1.5, -0.7)), &[-1.29878235, 0.203972816]);
    near(&p.entropy(), &[1.99314713, -0.203972816]);
    near(&p.mean(), &[3.35714293, -0.699999988]);
    near(&p.variance(), &[20.408165, 0.0900000036]);
    quantiles(&p, [1.5, -0.7], &[0.5, -1.0], &[0.372413099, 0.63212055], &[1.10092235, -0.309224486]);
    near(&drawn(|| p.sample(2)), &[2.22119331, -0.933505416, 3.04129171, -0.679088473]);
    let p = GeneralizedPareto::new(pair(0.5, -1.0), pair(2.0, 0.3), pair(-0.5, 1.2));
    near(&p.log_prob(&pair(1.5, -0.7)), &[-0.980829239, -0.241532326]);
    near(&p.mean().get(0), &[1.83333337]);
    near(&p.variance().get(0), &[0.888888896]);
    assert!(p.mean().get(1).item().is_nan() && p.variance().get(1).item().is_nan());
    quantiles(&p, [1.5, -0.7], &[0.5, -1.0], &[0.4375, 0.48162055], &[1.03589845, 2.71223283]);
    near(&drawn(|| p.sample(2)), &[1.77213657, -0.923823297, 2.16491699, -0.347555637]);
    // Nothing is beyond either end.
    near(&p.cdf(&pair(0.0, -2.0)), &[0.0, 0.0]);
    near(&p.cdf(&Tensor::from(9.0)).get(0), &[1.0]);
}

#[test]
#[rustfmt::skip]
fn inverse_gamma() {
    let (p, q) = (InverseGamma::new(pair(3.0, 1.5), pair(2.0, 0.7)), InverseGamma::new(pair(1.0, 2.0), pair(1.0, 0.5)));
    near(&p.log_prob(&pair(1.5, 0.7)), &[-1.56889939, -0.522542834]);
    near(&p.entropy(), &[0.695157528, 0.931318045]);
    near(&p.mean(), &[1.0, 1.39999998]);
    near(&p.variance(), &[1.0, f64::INFINITY]);
    near(&p.mode(), &[0.5, 0.280000001]);
    near(&p.cdf(&pair(1.5, 0.7)), &[0.849368572, 0.572406769]);
    near(&p.cdf(&pair(-1.0, 0.0)), &[0.0, 0.0]);
    near(&kl_divergence(&p, &q), &[0.345568419, 0.346910298]);
    near(&drawn(|| p.sample(2)), &[0.821671605, 0.312714726, 0.308153719, 1.58199584]);
}

#[test]
#[rustfmt::skip]
fn kumaraswamy() {
    let p = Kumaraswamy::new(pair(2.0, 1.5), pair(3.0, 0.7));
    near(&p.log_prob(&pair(0.3, 0.7)), &[0.399165154, 0.134774595]);
    near(&p.entropy(), &[-0.208426237, -0.215440333]);
    near(&p.mean(), &[0.457142889, 0.674687028]);
    near(&p.variance(), &[0.0410203636, 0.0692278743]);
    near(&p.cdf(&pair(0.3, 0.7)), &[0.246429086, 0.460305095]);
    near(&p.icdf(&pair(0.25, 0.9)), &[0.302390009, 0.974992335]);
    near(&drawn(|| p.sample(2)), &[0.43386063, 0.932526886, 0.360122234, 0.588425875]);
    // PyTorch's mode takes the logarithm of a negative number; this is where the density is largest.
    let x = Tensor::arange(0.001, 1.0, 0.001);
    let top = Kumaraswamy::new(2.0, 3.0).log_prob(&x).argmax().item() as usize;
    assert!((p.mode().get(0).item() - x.to_vec::<f64>()[top]).abs() < 1e-3);
    assert!(p.mode().get(1).item().is_nan());
}

#[test]
#[rustfmt::skip]
fn lkj_cholesky() {
    let p = LKJCholesky::new(3, pair(1.0, 0.5));
    // The triangle of [[1, 0.3, -0.2], [0.3, 1, 0.4], [-0.2, 0.4, 1]].
    let triangle = Tensor::from([[1.0, 0.0, 0.0], [0.3, 0.953939199, 0.0], [-0.2, 0.482210785, 0.852925647]]);
    near(&p.log_prob(&triangle), &[-1.6434679, -2.37193465]);
    near(&drawn(|| p.sample(2)), &[
        1.0, 0.0, 0.0, 0.0828239471, 0.996564209, 0.0, 0.704662979, -0.409375638, 0.579535723,
        1.0, 0.0, 0.0, -0.0329099745, 0.999458313, 0.0, 0.933022201, -0.355406702, 0.0561751612,
        1.0, 0.0, 0.0, -0.609631121, 0.79268527, 0.0, -0.0265137199, 0.525512815, 0.850372434,
        1.0, 0.0, 0.0, 0.560155988, 0.828387201, 0.0, 0.461027861, 0.887194455, 0.0184192732,
    ]);
}

#[test]
#[rustfmt::skip]
fn logistic_normal() {
    let p = LogisticNormal::new(Tensor::from([[0.5, -1.0, 0.0], [0.0, 1.0, 2.0]]), Tensor::from([1.0, 0.5, 2.0]));
    let value = Tensor::from([[0.1, 0.2, 0.3, 0.4], [0.4, 0.3, 0.2, 0.1]]);
    near(&p.log_prob(&value), &[1.59946918, 2.63344431]);
    near(&kl_divergence(&p, &LogisticNormal::new(Tensor::zeros(3), 1.0)), &[1.75, 3.625]);
    near(&drawn(|| p.sample(2)), &[
        0.321822822, 0.14523308, 0.463219166, 0.0697249174, 0.0985930189, 0.684998333, 0.119542636, 0.0968660265,
        0.278033465, 0.18343927, 0.306233525, 0.232293725, 0.0583699755, 0.578503191, 0.32898882, 0.0341379605,
    ]);
    assert_eq!((p.batch_shape(), p.event_shape()), (&[2][..], &[4][..]));
    assert_eq!(LogisticNormal::new(0.0, 1.0).sample(()).shape(), [2]);
}

#[test]
#[rustfmt::skip]
fn low_rank_multivariate_normal() {
    let factor = Tensor::from([[1.0, 0.5], [0.0, 0.3], [-0.7, 0.2]]);
    let p = LowRankMultivariateNormal::new(Tensor::from([0.5, -1.0, 0.0]), factor, Tensor::from([0.5, 1.0, 2.0]));
    let q = LowRankMultivariateNormal::new(Tensor::from([0.0, 0.0, 1.0]), Tensor::from([[0.2], [0.4], [0.6]]), Tensor::from([1.0, 1.0, 0.5]));
    near(&p.log_prob(&Tensor::from([[1.0, 0.0, 1.0], [0.0, -1.0, 0.5]])), &[-4.23832083, -3.58799553]);
    near(&p.entropy(), &[4.99299955]);
    near(&p.variance(), &[1.75, 1.09000003, 2.52999997]);
    near(&p.mode(), &[0.5, -1.0, 0.0]);
    near(&kl_divergence(&p, &q), &[1.77382112]);
    let covariance = Tensor::from([[2.0, 0.3, 0.1], [0.3, 1.0, 0.2], [0.1, 0.2, 0.8]]);
    let full = MultivariateNormal::new(Tensor::from([0.5, -1.0, 0.0]), covariance);
    near(&kl_divergence(&p, &full), &[0.650631905]);
    near(&kl_divergence(&full, &p), &[0.299270153]);
    near(&drawn(|| p.sample(2)), &[1.9418447, -1.6589855, -0.242944926, 1.76107788, -1.19613051, -3.26463199]);
}

#[test]
#[rustfmt::skip]
fn von_mises() {
    let p = VonMises::new(pair(0.5, -1.0), pair(4.0, 0.3));
    near(&p.log_prob(&pair(1.5, -0.7)), &[-2.10164046, -1.57365072]);
    near(&p.mean(), &[0.5, -1.0]);
    near(&p.variance(), &[0.136477411, 0.851662576]);
    near(&p.mode(), &[0.5, -1.0]);
    near(&drawn(|| p.sample(4)), &[0.266829431, 1.06444907, -1.19600892, 2.80169511, 0.389289111, 2.31735539, 1.03678524, -1.20990014]);
    let p = VonMises::new(pair(0.5, -1.0), pair(1e-3, 1e5));
    near(&drawn(|| p.sample(3)), &[1.69630265, -0.998880446, 1.32581568, -1.00211799, 1.7593708, -0.997953176]);
    // PyTorch has no entropy of it: here is the integral that it stands for.
    let p = VonMises::new(0.5, 4.0);
    let x = Tensor::options().dtype(DType::F64).arange(-PI, PI, 1e-3);
    let logarithm = p.log_prob(&x);
    near(&-(logarithm.exp() * &logarithm * 1e-3).sum(), &[p.entropy().item()]);
}

/// PyTorch refuses all proposals for ever where the concentration is as large as this.
#[test]
fn angles_of_any_concentration_are_drawn() {
    let k = Tensor::options()
        .dtype(DType::F64)
        .tensor([1e-300, 1e-9, 1.0, 1e17, 1e300]);
    let drawn = VonMises::new(0.0, &k).sample(100).to_vec::<f64>();
    assert!(drawn.iter().all(|x| x.abs() <= PI));
    assert!(drawn.iter().skip(3).step_by(5).all(|x| x.abs() < 1e-7));
}

#[test]
#[rustfmt::skip]
fn wishart() {
    let covariance = |a, b, c| Tensor::from([[a, b], [b, c]]);
    let p = Wishart::new(pair(4.0, 2.5), covariance(2.0, 0.3, 1.0));
    near(&p.log_prob(&Tensor::stack(&[covariance(3.0, 0.5, 2.0), covariance(1.0, 0.2, 4.0)], 0)), &[-5.3977046, -5.88778925]);
    near(&p.entropy(), &[7.27204132, 5.89914131]);
    near(&p.mean(), &[8.0, 1.20000005, 1.20000005, 4.0, 5.0, 0.75, 0.75, 2.5]);
    near(&p.variance(), &[32.0, 8.35999966, 8.35999966, 8.0, 20.0, 5.2249999, 5.2249999, 5.0]);
    near(&p.mode().get(0), &[2.0, 0.300000012, 0.300000012, 1.0]);
    assert!(p.mode().get(1).isnan().all().item() != 0.0);
    near(&drawn(|| p.sample(2)), &[
        4.57095242, -3.27177191, -3.27177191, 3.38482833, 15.9347744, 6.31320429, 6.31320429, 2.52401805,
        15.161643, -0.369768649, -0.369768649, 4.19805861, 6.53129816, 3.24297833, 3.24297833, 2.15832686,
    ]);
}

/// PyTorch's divergence is another number than the mean that it stands for.
#[test]
fn divergences_of_covariances() {
    let matrix = |a, b, c| Tensor::options().dtype(DType::F64).tensor([[a, b], [b, c]]);
    let (p, q) = (
        Wishart::new(4.0, matrix(2.0, 0.3, 1.0)),
        Wishart::new(3.0, matrix(1.0, 0.1, 2.0)),
    );
    let x = drawn(|| p.sample(20_000));
    let mean = (p.log_prob(&x) - q.log_prob(&x)).mean().item();
    assert!((kl_divergence(&p, &q).item() - mean).abs() < 0.05, "{mean}");
    // Of one number it is a gamma distribution.
    let (p, q) = (
        Wishart::new(4.0, Tensor::from([[2.0]])),
        Wishart::new(2.5, Tensor::from([[0.7]])),
    );
    let (a, b) = (Gamma::new(2.0, 0.25), Gamma::new(1.25, 0.5 / 0.7));
    near(&kl_divergence(&p, &q), &[kl_divergence(&a, &b).item()]);
}

#[test]
#[rustfmt::skip]
fn a_stick_is_broken() {
    let x = Tensor::from([[0.5, -1.0, 0.2], [0.0, 1.0, 2.0]]);
    let y = Transform::StickBreaking.forward(&x);
    near(&y, &[0.354661256, 0.10026139, 0.299702048, 0.24537532, 0.25, 0.43208766, 0.280016243, 0.0378960967]);
    near(&Transform::StickBreaking.log_abs_det_jacobian(&x, &y), &[-5.94649935, -6.77123642]);
    near(&Transform::StickBreaking.inverse(&y), &x.to_vec::<f64>());
}

/// First and second derivatives by the parameters.
#[test]
fn densities_have_derivatives() {
    let (value, part) = (f64s([1.5, 0.7]), f64s([0.4, 0.8]));
    let vectors = Tensor::stack(&[&part, &part, &value], -1);
    let factor = |a: &Tensor| Tensor::stack(&[a, &a.square(), &(a + 1.0)], -1).unsqueeze(-1);
    let shares = Tensor::stack(&[&(&part * 0.5), &(&part * 0.3), &(1.0 - &part * 0.8)], -1);
    let matrix = f64s([1.2, 0.9]).diag_embed(0, -2, -1) + 0.3;
    check_densities(&[
        &|a, b| {
            ContinuousBernoulli::from_logits(a * b).log_prob(&part)
                + ContinuousBernoulli::from_logits(b).entropy()
        },
        &|a, b| FisherSnedecor::new(a, b).log_prob(&value) + FisherSnedecor::new(a, b).entropy(),
        &|a, b| {
            GeneralizedPareto::new(a * 0.1, b, a).log_prob(&value)
                + GeneralizedPareto::new(0.0, b, a).cdf(&value)
        },
        &|a, b| Kumaraswamy::new(a, b).log_prob(&part) + Kumaraswamy::new(a, b).variance(),
        &|a, b| VonMises::new(a, b).log_prob(&value) + VonMises::new(a, b).entropy(),
        &|a, b| {
            LowRankMultivariateNormal::new(
                factor(b).squeeze_dim(-1),
                factor(a),
                vectors.clone() * b.unsqueeze(-1),
            )
            .log_prob(&vectors)
        },
        &|a, b| LogisticNormal::new(Tensor::stack(&[a, b], -1), b.unsqueeze(-1)).log_prob(&shares),
        &|a, b| {
            Wishart::new(a + 3.0, &matrix * b.unsqueeze(-1).unsqueeze(-1)).log_prob(&(&matrix + 0.1))
                + LKJCholesky::new(4, a).log_prob(&Tensor::eye(4))
        },
    ]);
}

/// Derivatives through samples: those of the same draws.
#[test]
fn gradients_flow_through_samples() {
    check_samples(&[
        &|a, b| ContinuousBernoulli::from_logits(a - b * 3.0).rsample(3),
        &|a, b| GeneralizedPareto::new(a, b, a).rsample(3),
        &|a, b| Kumaraswamy::new(a, b).rsample(3),
        &|a, b| LogisticNormal::new(a, b).rsample(3),
        &|a, b| LowRankMultivariateNormal::new(a, b.unsqueeze(-1), b).rsample(3),
    ]);
}

#[test]
#[should_panic(
    expected = "TransformedDistribution: base has the shape [], and must have 1 dimensions at least"
)]
fn a_number_is_no_stick() {
    TransformedDistribution::new(Normal::new(0.0, 1.0), [Transform::StickBreaking]);
}

/// What no direction explains are independent numbers, and no numbers at all have the probability 1.
#[test]
fn no_directions_and_no_numbers() {
    let p = LowRankMultivariateNormal::new(Tensor::zeros(2), Tensor::zeros([2, 0]), Tensor::ones(2));
    let q = Independent::new(Normal::new(Tensor::zeros(2), 1.0), 1);
    let x = p.sample(3);
    near(&p.log_prob(&x), &q.log_prob(&x).to_vec::<f64>());
    let none = MultivariateNormal::new(Tensor::zeros(0), Tensor::zeros([0, 0]));
    near(&none.log_prob(&none.sample(2)), &[0.0, 0.0]);
}

#[test]
fn no_successes_at_all_are_drawn() {
    let p = NegativeBinomial::new(0.0, pair(0.3, 0.9));
    near(&p.sample(2), &[0.0; 4]);
}

#[test]
#[should_panic(expected = "LKJCholesky: dim must be at least 2, and is 1")]
fn one_number_has_no_correlation() {
    LKJCholesky::new(1, 1.0);
}

#[test]
#[should_panic(expected = "Wishart: df must be finite and above n - 1, and one is 1")]
fn too_few_vectors_make_no_covariance() {
    Wishart::new(1.0, Tensor::eye(2));
}

#[test]
#[should_panic(expected = "LowRankMultivariateNormal: loc has shape [2], cov_factor [3, 1] and cov_diag [2]")]
fn a_factor_of_another_size_is_refused() {
    LowRankMultivariateNormal::new(Tensor::zeros(2), Tensor::ones([3, 1]), Tensor::ones(2));
}
