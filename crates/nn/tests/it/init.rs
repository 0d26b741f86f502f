//! Initial values: PyTorch's, where the generator is PyTorch's.
//!
//! The figures are PyTorch's own for the same seed; `next` is what `rand(1)` gives afterwards, and so tells whether as
//! much was drawn.

use autograd::with_generator;
use nn::init::{self, FanMode, Kaiming, Nonlinearity, calculate_gain};
use nn::{Generator, Linear, Parameter, Tensor};

struct Case {
    name: &'static str,
    seed: u64,
    shape: &'static [usize],
    init: fn(&Tensor),
    first: [f32; 4],
    next: f32,
}

#[rustfmt::skip]
const CASES: &[Case] = &[
    Case { name: "uniform/09", seed: 77, shape: &[3, 5], init: |w| init::uniform_(w, -0.2, 0.7),
        first: [0.062722094, 0.05711263, 0.16186668, 0.21802741], next: 0.25798386 },
    Case { name: "normal/14", seed: 12, shape: &[5, 6], init: |w| init::normal_(w, 1.0, 0.5),
        first: [0.9339936, 0.9372812, 1.1721562, 0.77404344], next: 0.7658938 },
    Case { name: "xavier_uniform/01", seed: 3, shape: &[6, 4], init: |w| init::xavier_uniform_(w, 1.0),
        first: [-0.76799166, -0.61104935, -0.3317714, -0.73283845], next: 0.18087721 },
    Case { name: "xavier_uniform/02", seed: 88, shape: &[3, 2, 3, 3], init: |w| init::xavier_uniform_(w, calculate_gain(Nonlinearity::Tanh)),
        first: [0.3323689, 0.23581618, 0.40205193, -0.104419805], next: 0.37471145 },
    Case { name: "xavier_normal/01", seed: 61, shape: &[3, 4], init: |w| init::xavier_normal_(w, 1.0),
        first: [-0.54207724, -0.04600666, 0.020988112, -0.2187963], next: 0.547962 },
    Case { name: "xavier_normal/02", seed: 450, shape: &[5, 8], init: |w| init::xavier_normal_(w, 1.5),
        first: [-0.46809095, 0.36665285, -1.096639, -0.33177996], next: 0.8505868 },
    Case { name: "kaiming_uniform/01", seed: 9, shape: &[6, 4], init: |w| init::kaiming_uniform_(w, Kaiming::new()),
        first: [0.3815925, -0.4849434, -0.0492435, 0.67942387], next: 0.44679153 },
    Case { name: "kaiming_uniform/02", seed: 2718, shape: &[6, 4], init: |w| init::kaiming_uniform_(w, Kaiming::new().mode(FanMode::FanOut).nonlinearity(Nonlinearity::ReLU)),
        first: [-0.769609, 0.9530059, 0.88527155, -0.5305809], next: 0.5993166 },
    Case { name: "kaiming_uniform/03", seed: 31, shape: &[4, 2, 3], init: |w| init::kaiming_uniform_(w, Kaiming::new().nonlinearity(Nonlinearity::LeakyReLU(0.2))),
        first: [-0.52994627, -0.15326542, -0.44121155, 0.033859845], next: 0.1514731 },
    Case { name: "kaiming_uniform/04", seed: 600, shape: &[3, 5], init: |w| init::kaiming_uniform_(w, Kaiming::new().nonlinearity(Nonlinearity::Tanh)),
        first: [-0.55248773, 0.76324975, 0.9214426, -0.42532703], next: 0.08678526 },
    Case { name: "kaiming_normal/01", seed: 0, shape: &[3, 4], init: |w| init::kaiming_normal_(w, Kaiming::new()),
        first: [1.0896488, -0.20748557, -1.5406368, 0.4019416], next: 0.41940832 },
    Case { name: "kaiming_normal/04", seed: 7, shape: &[4, 5], init: |w| init::kaiming_normal_(w, Kaiming::new().nonlinearity(Nonlinearity::Linear)),
        first: [-0.3667753, 0.17693163, 0.4020041, -0.6209131], next: 0.38874197 },
    Case { name: "trunc_normal/01", seed: 123, shape: &[4, 6], init: |w| init::trunc_normal_(w, 0.0, 1.0, -2.0, 2.0),
        first: [0.3373702, -0.17777722, -0.3035276, -0.58801186], next: 0.40664625 },
    Case { name: "trunc_normal/02", seed: 2024, shape: &[3, 4], init: |w| init::trunc_normal_(w, 0.0, 0.5, -0.5, 0.5),
        first: [-0.020214584, -0.349876, -0.40701938, -0.34851474], next: 0.83375496 },
    Case { name: "trunc_normal/03", seed: 99, shape: &[3, 5], init: |w| init::trunc_normal_(w, 0.0, 1.0, 1.5, 3.0),
        first: [1.6549646, 1.581395, 1.9992176, 2.2334085], next: 0.12574255 },
    Case { name: "orthogonal/01", seed: 314159, shape: &[3, 8], init: |w| init::orthogonal_(w, 1.0),
        first: [-0.47610843, 0.100606985, -0.15468547, -0.544921], next: 0.32324052 },
    Case { name: "orthogonal/02", seed: 5, shape: &[7, 4], init: |w| init::orthogonal_(w, 2.0),
        first: [1.2768121, 0.34147745, -0.43948355, -0.4991553], next: 0.8795862 },
    Case { name: "orthogonal/03", seed: 77, shape: &[2, 2], init: |w| init::orthogonal_(w, 1.0),
        first: [-0.45582533, 0.89006925, -0.89006925, -0.45582533], next: 0.35380363 },
];

#[test]
fn initial_values_are_those_of_pytorch() {
    for case in CASES {
        let generator = Generator::pytorch(case.seed);
        let weight = Parameter::new(Tensor::zeros(case.shape));
        with_generator(&generator, || (case.init)(&weight));
        // Another processor's logarithm may round the last bit of a normal number otherwise; a sum, several.
        for (got, expected) in weight.to_vec::<f32>().iter().zip(case.first) {
            assert!(
                (got - expected).abs() <= 3e-6,
                "{}: {got}, not {expected}",
                case.name
            );
        }
        let next = Tensor::options().generator(&generator).rand(1);
        assert_eq!(
            next.to_vec::<f32>(),
            [case.next],
            "{} has drawn another number of numbers",
            case.name
        );
    }
}

#[test]
fn a_linear_layer_begins_as_in_pytorch() {
    let layer = with_generator(&Generator::pytorch(9), || Linear::new(2, 2));
    assert_eq!(
        layer.weight.to_vec::<f32>(),
        [0.22031254, -0.27998218, -0.028430747, 0.39226553]
    );
    assert_eq!(
        layer.bias.expect("there is a bias").to_vec::<f32>(),
        [0.5910908, 0.60957354]
    );
}

#[test]
fn a_linear_layer_is_uniform_within_its_bound() {
    let layer = with_generator(&Generator::new(0), || Linear::new(20, 2000));
    let weights = layer.weight.to_vec::<f64>();
    let bound = 1.0 / 20.0_f64.sqrt();
    let mean = weights.iter().sum::<f64>() / weights.len() as f64;
    let variance = weights.iter().map(|w| w * w).sum::<f64>() / weights.len() as f64;
    assert!(weights.iter().all(|w| w.abs() <= bound + 1e-7));
    // Five standard errors of 40,000 numbers.
    let std = bound / 3.0_f64.sqrt();
    assert!(mean.abs() < 5.0 * std / 200.0, "the mean is {mean}");
    assert!(
        (variance.sqrt() / std - 1.0).abs() < 0.025,
        "the standard deviation is {}",
        variance.sqrt()
    );
}

#[test]
fn layers_without_inputs_or_outputs_can_be_made() {
    assert_eq!(
        Linear::new(0, 3).bias.expect("there is a bias").to_vec::<f32>(),
        [0.0; 3]
    );
    assert_eq!(Linear::new(3, 0).weight.numel(), 0);
}

#[test]
fn orthogonal_rows_have_products_of_zero_and_one() {
    let weight = Parameter::new(Tensor::zeros([5, 2, 4]));
    init::orthogonal_(&weight, 3.0);
    let rows = weight.detach().reshape([5, 8]);
    let products = rows.matmul(rows.t());
    let error = (products - Tensor::eye(5) * 9.0).abs().to_vec::<f32>();
    assert!(error.iter().all(|&error| error < 1e-5), "{error:?}");
}

#[test]
fn constants_fill_and_gradients_stay_off() {
    let weight = Parameter::new(Tensor::zeros([2, 2]));
    init::ones_(&weight);
    assert_eq!(weight.to_vec::<f32>(), [1.0; 4]);
    init::constant_(&weight, 0.5);
    assert_eq!(weight.to_vec::<f32>(), [0.5; 4]);
    assert!(weight.is_leaf() && weight.requires_grad());
}

#[test]
#[should_panic(expected = "a weight of shape [3] does not tell its inputs from its outputs")]
fn a_vector_has_no_fan() {
    init::xavier_uniform_(&Parameter::new(Tensor::zeros(3)), 1.0);
}

#[test]
#[should_panic(expected = "the bounds 10000 and 20000 are too far from the mean 0 for a std of 1")]
fn bounds_between_which_nothing_is_drawn_are_refused() {
    init::trunc_normal_(&Parameter::new(Tensor::zeros(3)), 0.0, 1.0, 1e4, 2e4);
}
