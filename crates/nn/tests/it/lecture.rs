//! The lecture's models.

use nn::{Forward, Linear, Module, Parameter, ReLU, Sequential, Tensor, sequential};

#[derive(Module)]
pub(crate) struct MyLinearRegressionModel {
    pub(crate) w: Parameter,
    pub(crate) b: Parameter,
}

impl MyLinearRegressionModel {
    pub(crate) fn new(d: usize) -> Self {
        Self {
            w: Parameter::new(Tensor::zeros([1, d])),
            b: Parameter::new(Tensor::zeros([1])),
        }
    }
}

impl Forward for MyLinearRegressionModel {
    fn forward(&self, x: &Tensor) -> Tensor {
        x.inner(&self.w) + &self.b
    }
}

#[derive(Module)]
#[allow(non_camel_case_types)]
pub(crate) struct myMultiLayerPerceptron {
    sequential: Sequential,
}

impl myMultiLayerPerceptron {
    /// With the sizes of its hidden layers: of each what it takes and gives.
    pub(crate) fn with_hidden(input_dim: usize, hidden: [[usize; 2]; 3], output_dim: usize) -> Self {
        let [a, b, c] = hidden;
        Self {
            sequential: sequential![
                Linear::new(input_dim, a[0]),
                ReLU,
                Linear::new(a[0], a[1]),
                ReLU,
                Linear::new(b[0], b[1]),
                ReLU,
                Linear::new(c[0], c[1]),
                ReLU,
                Linear::new(20, output_dim),
            ],
        }
    }

    pub(crate) fn new(input_dim: usize, output_dim: usize) -> Self {
        Self::with_hidden(input_dim, [[20, 20]; 3], output_dim)
    }

    /// The quiz's first model, which is wrong.
    pub(crate) fn quiz_1(input_dim: usize, output_dim: usize) -> Self {
        Self::with_hidden(input_dim, [[20, 30]; 3], output_dim)
    }

    /// The quiz's second model, which is right.
    pub(crate) fn quiz_2(input_dim: usize, output_dim: usize) -> Self {
        Self::with_hidden(input_dim, [[30, 20], [20, 30], [30, 20]], output_dim)
    }
}

impl Forward for myMultiLayerPerceptron {
    fn forward(&self, x: &Tensor) -> Tensor {
        self.sequential.forward(x)
    }
}

#[test]
fn the_perceptron_prints_as_on_the_slide() {
    assert_eq!(
        myMultiLayerPerceptron::new(1, 1).to_string(),
        "myMultiLayerPerceptron(
  (sequential): Sequential(
    (0): Linear(in_features=1, out_features=20, bias=True)
    (1): ReLU()
    (2): Linear(in_features=20, out_features=20, bias=True)
    (3): ReLU()
    (4): Linear(in_features=20, out_features=20, bias=True)
    (5): ReLU()
    (6): Linear(in_features=20, out_features=20, bias=True)
    (7): ReLU()
    (8): Linear(in_features=20, out_features=1, bias=True)
  )
)"
    );
}

#[test]
fn descent_reaches_every_parameter() {
    let model = myMultiLayerPerceptron::new(1, 1);
    let x = Tensor::linspace(-1.0, 1.0, 10).reshape([10, 1]);
    (model.forward(&x) - 1.0).square().mean().backward();
    for (name, parameter) in model.named_parameters() {
        assert_eq!(
            parameter.grad().map(|grad| grad.shape().to_vec()),
            Some(parameter.shape().to_vec()),
            "{name}"
        );
    }
    model.zero_grad();
    assert!(
        model
            .parameters()
            .iter()
            .all(|parameter| parameter.grad().is_none())
    );
}

#[test]
fn the_regression_trains_its_own_parameters() {
    let model = MyLinearRegressionModel::new(1);
    let x = Tensor::arange(0.0, 10.0, 0.1).reshape([100, 1]);
    let y = &x * 3.0 + 1.0;
    for _ in 0..500 {
        let loss = (model.forward(&x) - &y).square().mean();
        model.zero_grad();
        loss.backward();
        for parameter in model.parameters() {
            let step = parameter.grad().expect("each parameter has a gradient") * 0.02;
            parameter.set_data(parameter.detach() - step);
        }
    }
    assert!(
        (model.w.item() - 3.0).abs() < 0.05 && (model.b.item() - 1.0).abs() < 0.2,
        "{} {}",
        model.w,
        model.b
    );
}
