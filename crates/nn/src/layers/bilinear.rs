//! [`Bilinear`]: a product of two inputs, with a matrix between them for each feature.

use autograd::{Error, Tensor};
use options_derive::Options;

use super::other_dtype;
use crate::init;
use crate::layer_error::LayerError;
use crate::module::Module;
use crate::parameter::Parameter;
use crate::run_layer::run_layer;

/// `y_k = x1^T W_k x2 + b_k`. Weight and bias begin uniform in ±1/sqrt(in1_features).
///
/// # Shape
/// `[.., in1_features]` and `[.., in2_features]` to `[.., out_features]`, with the same leading dimensions.
///
/// ```
/// use nn::{Bilinear, Tensor};
/// let layer = Bilinear::new(2, 3, 4);
/// assert_eq!(layer.forward(&Tensor::ones([5, 2]), &Tensor::ones([5, 3])).shape(), [5, 4]);
/// assert_eq!(layer.to_string(), "Bilinear(in1_features=2, in2_features=3, out_features=4, bias=True)");
/// ```
#[derive(Module)]
#[module(extra_repr)]
pub struct Bilinear {
    /// `[out_features, in1_features, in2_features]`.
    pub weight: Parameter,
    /// `[out_features]`, unless the map is without it.
    pub bias: Option<Parameter>,
}

impl Bilinear {
    /// A layer with a bias.
    #[track_caller]
    pub fn new(in1_features: usize, in2_features: usize, out_features: usize) -> Self {
        Self::options(in1_features, in2_features, out_features).build()
    }

    /// A layer to be made otherwise: without bias.
    pub fn options(in1_features: usize, in2_features: usize, out_features: usize) -> BilinearOptions {
        BilinearOptions::new(in1_features, in2_features, out_features)
    }

    /// The map of both inputs.
    ///
    /// # Panics
    /// If the inputs do not fit the layer or each other.
    #[track_caller]
    pub fn forward(&self, x1: &Tensor, x2: &Tensor) -> Tensor {
        run_layer(self, &[x1, x2], || self.run(x1, x2))
    }

    fn run(&self, x1: &Tensor, x2: &Tensor) -> Result<Tensor, LayerError> {
        self.check(x1, x2)?;
        Ok(x1.bilinear(x2, &self.weight, self.bias.as_deref()))
    }

    /// Refuses inputs that do not fit.
    fn check(&self, x1: &Tensor, x2: &Tensor) -> Result<(), LayerError> {
        for (x, dim) in [(x1, 1), (x2, 2)] {
            if x.dtype() != self.weight.dtype() {
                return Err(other_dtype(x, &self.weight));
            }
            let size = self.weight.shape()[dim];
            if x.shape().last() != Some(&size) {
                return Err(LayerError::size(x, -1, size));
            }
        }
        let (a, b) = (x1.shape(), x2.shape());
        if a[..a.len() - 1] != b[..b.len() - 1] {
            return Err(Error::shape(format!(
                "inputs have the shapes {a:?} and {b:?}, and must agree in all dimensions but the last"
            ))
            .into());
        }
        Ok(())
    }

    fn extra_repr(&self) -> String {
        let [outputs, inputs1, inputs2] = [0, 1, 2].map(|dim| self.weight.shape()[dim]);
        let bias = if self.bias.is_some() { "True" } else { "False" };
        format!("in1_features={inputs1}, in2_features={inputs2}, out_features={outputs}, bias={bias}")
    }
}

/// How a [`Bilinear`] is made.
#[derive(Clone, Debug, Options)]
#[must_use = "nothing is made until `build` is called"]
pub struct BilinearOptions {
    /// The size of the first input's last dimension.
    in1_features: usize,
    /// The size of the second input's last dimension.
    in2_features: usize,
    /// The size of the result's last dimension.
    out_features: usize,
    /// Whether something is added.
    #[option(default = true)]
    bias: bool,
}

impl BilinearOptions {
    /// Makes the layer, in the [default element type](autograd::with_dtype) and from the
    /// [default generator](autograd::with_generator).
    #[track_caller]
    pub fn build(self) -> Bilinear {
        let shape = [self.out_features, self.in1_features, self.in2_features];
        let weight = Parameter::new(Tensor::zeros(shape));
        let bias = match self.bias {
            true => Some(Parameter::new(Tensor::zeros(self.out_features))),
            false => None,
        };
        if self.in1_features > 0 {
            let bound = 1.0 / (self.in1_features as f64).sqrt();
            init::uniform_(&weight, -bound, bound);
            if let Some(bias) = &bias {
                init::uniform_(bias, -bound, bound);
            }
        }
        Bilinear { weight, bias }
    }
}
