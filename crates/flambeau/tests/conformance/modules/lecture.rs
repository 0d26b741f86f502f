//! The lecture's models, as a user of the library writes them.

use flambeau::Tensor;
use flambeau::nn::{Forward, Linear, Module, Parameter, ReLU, Sequential, sequential};

use super::{Row, layer};

pub(super) const TABLE: &[Row] = &[
    ("MyLinearRegressionModel", |m| {
        layer(MyLinearRegressionModel::new(m.get("d")?))
    }),
    ("MyLinearRegressionModel_withBuiltinLayers", |m| {
        layer(MyLinearRegressionModel_withBuiltinLayers::new(m.get("d")?))
    }),
    ("myMultiLayerPerceptron", |m| {
        layer(myMultiLayerPerceptron::new(
            m.get("input_dim")?,
            m.get("output_dim")?,
        ))
    }),
    ("myMultiLayerPerceptron_1", |m| {
        layer(myMultiLayerPerceptron_1::new(
            m.get("input_dim")?,
            m.get("output_dim")?,
        ))
    }),
    ("myMultiLayerPerceptron_2", |m| {
        layer(myMultiLayerPerceptron_2::new(
            m.get("input_dim")?,
            m.get("output_dim")?,
        ))
    }),
];

/// `w x + b`, by hand.
#[derive(Module)]
struct MyLinearRegressionModel {
    w: Parameter,
    b: Parameter,
}

impl MyLinearRegressionModel {
    fn new(d: usize) -> Self {
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

/// The same with a layer.
#[derive(Module)]
#[expect(non_camel_case_types, reason = "the lecture's name, which is printed")]
struct MyLinearRegressionModel_withBuiltinLayers {
    linear_layer: Linear,
}

impl MyLinearRegressionModel_withBuiltinLayers {
    fn new(d: usize) -> Self {
        Self {
            linear_layer: Linear::new(d, 1),
        }
    }
}

impl Forward for MyLinearRegressionModel_withBuiltinLayers {
    fn forward(&self, x: &Tensor) -> Tensor {
        self.linear_layer.forward(x)
    }
}

/// Linear layers of these sizes with ReLU between them.
fn perceptron(sizes: [(usize, usize); 5]) -> Sequential {
    let [a, b, c, d, e] = sizes.map(|(from, to)| Linear::new(from, to));
    sequential![a, ReLU, b, ReLU, c, ReLU, d, ReLU, e]
}

macro_rules! multi_layer_perceptrons {
    ($($name:ident($first:literal, $second:expr, $third:expr, $fourth:expr, $last:literal);)*) => {$(
        /// One of the lecture's perceptrons.
        #[derive(Module)]
        #[expect(non_camel_case_types, reason = "the lecture's name, which is printed")]
        struct $name {
            sequential: Sequential,
        }

        impl $name {
            fn new(input_dim: usize, output_dim: usize) -> Self {
                let sizes = [(input_dim, $first), $second, $third, $fourth, ($last, output_dim)];
                Self { sequential: perceptron(sizes) }
            }
        }

        impl Forward for $name {
            fn forward(&self, x: &Tensor) -> Tensor {
                self.sequential.forward(x)
            }
        }
    )*};
}
multi_layer_perceptrons! {
    myMultiLayerPerceptron(20, (20, 20), (20, 20), (20, 20), 20);
    // The lecture asks which of these two is correct: this one cannot run.
    myMultiLayerPerceptron_1(20, (20, 30), (20, 30), (20, 30), 20);
    myMultiLayerPerceptron_2(30, (30, 20), (20, 30), (30, 20), 20);
}
