//! [`Linear`]: `x W^T + b`.

use autograd::{DType, Error, Generator, Tensor};

use super::layer;
use crate::chain::Features;
use crate::init::Initializer;
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
        // [.., in] x [in, out]
        let y = x.matmul(&self.weight.t());
        Ok(match &self.bias {
            Some(bias) => y + bias,
            None => y,
        })
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
        let init = Initializer::new(self.generator);
        let zeros = Tensor::options().dtype(self.dtype);
        let weight = Parameter::new(zeros.zeros([self.out_features, self.in_features]));
        // PyTorch's kaiming_uniform_ with a = sqrt(5) is this bound, but for its last bit.
        let gain = (2.0_f64 / (1.0 + 5.0)).sqrt();
        let fan_in = (self.in_features.max(1) as f64).sqrt();
        let bound = 3.0_f64.sqrt() * (gain / fan_in);
        init.uniform_(&weight, -bound, bound);
        let bias = self.bias.then(|| {
            let bias = Parameter::new(zeros.zeros([self.out_features]));
            init.uniform_(&bias, -1.0 / fan_in, 1.0 / fan_in);
            bias
        });
        Linear { weight, bias }
    }
}
