//! [`Linear`]: `x W^T + b`.

use autograd::random::default_generator;
use autograd::{DType, Error, Generator, Tensor};

use super::layer;
use crate::chain::Features;
use crate::init::{self, Kaiming, Nonlinearity};
use crate::{Module, Parameter};

/// An affine map of the last dimension: `y = x W^T + b`, from `[.., in_features]` to `[.., out_features]`.
///
/// The weight begins uniform in ±1/sqrt(in_features), and the bias as well: PyTorch's numbers, if the generator is
/// PyTorch's.
///
/// ```
/// use nn::{Forward, Linear, Tensor};
/// let layer = Linear::new(3, 2);
/// assert_eq!(layer.weight.shape(), [2, 3]);
/// assert_eq!(layer.forward(&Tensor::zeros([10, 3])).shape(), [10, 2]);
/// assert_eq!(layer.to_string(), "Linear(in_features=3, out_features=2, bias=True)");
/// ```
#[derive(Module)]
#[module(extra_repr)]
pub struct Linear {
    /// `[out_features, in_features]`.
    pub weight: Parameter,
    /// `[out_features]`, unless the map is without it.
    pub bias: Option<Parameter>,
}

impl Linear {
    /// A layer with a bias, in `f32`, drawn from the thread's default generator.
    pub fn new(in_features: usize, out_features: usize) -> Self {
        Self::options(in_features, out_features).build()
    }

    /// A layer to be made otherwise: without bias, in another element type, from a generator.
    ///
    /// ```
    /// use nn::{DType, Generator, Linear};
    /// let layer = Linear::options(3, 2).bias(false).dtype(DType::F64).generator(&Generator::new(0)).build();
    /// assert_eq!(layer.to_string(), "Linear(in_features=3, out_features=2, bias=False)");
    /// ```
    pub fn options(in_features: usize, out_features: usize) -> LinearOptions {
        LinearOptions {
            in_features,
            out_features,
            bias: true,
            dtype: DType::F32,
            generator: None,
        }
    }

    /// The size of the input's last dimension.
    pub fn in_features(&self) -> usize {
        self.weight.shape().get(1).copied().unwrap_or(0)
    }

    /// The size of the result's last dimension.
    pub fn out_features(&self) -> usize {
        self.weight.shape().first().copied().unwrap_or(0)
    }

    #[inline]
    fn run(&self, x: &Tensor) -> Result<Tensor, Error> {
        if x.shape().last() != Some(&self.in_features()) {
            return Err(Error::shape(format!(
                "input has shape {:?}, and its last dimension must be {}",
                x.shape(),
                self.in_features()
            )));
        }
        if x.dtype() != self.weight.dtype() {
            return Err(Error::dtype(format!(
                "input is {}, and the weight is {}: convert one of them",
                x.dtype(),
                self.weight.dtype()
            )));
        }
        Ok(x.linear(&self.weight, self.bias.as_deref()))
    }

    fn extra_repr(&self) -> String {
        format!(
            "in_features={}, out_features={}, bias={}",
            self.in_features(),
            self.out_features(),
            if self.bias.is_some() { "True" } else { "False" }
        )
    }
}

layer!(Linear, features: |layer| Features::Changed {
    input: layer.in_features(),
    output: layer.out_features(),
});

/// How a [`Linear`] is made.
#[derive(Clone)]
#[must_use = "nothing is made until `build` is called"]
pub struct LinearOptions {
    in_features: usize,
    out_features: usize,
    bias: bool,
    dtype: DType,
    generator: Option<Generator>,
}

impl LinearOptions {
    /// Whether there is a bias; without it none is drawn.
    pub fn bias(mut self, bias: bool) -> Self {
        self.bias = bias;
        self
    }

    /// The element type.
    pub fn dtype(mut self, dtype: DType) -> Self {
        self.dtype = dtype;
        self
    }

    /// The random stream; without it, the default one of the calling thread.
    pub fn generator(mut self, generator: &Generator) -> Self {
        self.generator = Some(generator.clone());
        self
    }

    /// Makes the layer.
    ///
    /// # Panics
    /// If the element type is not floating point.
    #[track_caller]
    pub fn build(self) -> Linear {
        let init = init::with(&self.generator.unwrap_or_else(default_generator));
        let zeros = Tensor::options().dtype(self.dtype);
        let weight = Parameter::new(zeros.zeros([self.out_features, self.in_features]));
        // In exact arithmetic the bias's bound; PyTorch goes this way, and so its last bit.
        let leaky = Nonlinearity::LeakyReLU(5.0_f64.sqrt());
        init.kaiming_uniform_(&weight, Kaiming::new().nonlinearity(leaky));
        let bias = self.bias.then(|| {
            let bias = Parameter::new(zeros.zeros([self.out_features]));
            let bound = if self.in_features > 0 {
                1.0 / (self.in_features as f64).sqrt()
            } else {
                0.0
            };
            init.uniform_(&bias, -bound, bound);
            bias
        });
        Linear { weight, bias }
    }
}
