//! [`Linear`]: `x W^T + b`.

use autograd::{Activation, Error, Tensor};
use options_derive::Options;

use super::{layer, other_dtype};
use crate::init;
use crate::layer_error::LayerError;
use crate::module::Module;
use crate::parameter::Parameter;

/// An affine map of the last dimension: `y = x W^T + b`.
///
/// The weight begins uniform in ±1/sqrt(in_features), and the bias as well: PyTorch's numbers, if the generator is
/// PyTorch's.
///
/// # Shape
/// `[.., in_features]` to `[.., out_features]`, with any number of leading dimensions, also none.
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
    /// A layer with a bias, in the [default element type](autograd::with_dtype) and from the
    /// [default generator](autograd::with_generator).
    #[track_caller]
    pub fn new(in_features: usize, out_features: usize) -> Self {
        Self::options(in_features, out_features).build()
    }

    /// A layer to be made otherwise: without bias.
    ///
    /// ```
    /// use nn::Linear;
    /// let layer = Linear::options(3, 2).bias(false).build();
    /// assert_eq!(layer.to_string(), "Linear(in_features=3, out_features=2, bias=False)");
    /// ```
    pub fn options(in_features: usize, out_features: usize) -> LinearOptions {
        LinearOptions::new(in_features, out_features)
    }

    /// The size of the input's last dimension.
    #[inline]
    pub fn in_features(&self) -> usize {
        self.weight.shape().get(1).copied().unwrap_or(0)
    }

    /// The size of the result's last dimension.
    pub fn out_features(&self) -> usize {
        self.weight.shape().first().copied().unwrap_or(0)
    }

    #[inline(always)]
    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        self.check(x)?;
        Ok(x.linear(&self.weight, self.bias.as_deref()))
    }

    /// [`run`](Self::run) and what follows in a chain, as one operation.
    #[inline(always)]
    fn run_activated(&self, x: &Tensor, activation: Activation) -> Result<Tensor, LayerError> {
        self.check(x)?;
        Ok(x.linear_activated(&self.weight, self.bias.as_deref(), activation))
    }

    #[inline(always)]
    fn check(&self, x: &Tensor) -> Result<(), LayerError> {
        if x.shape().last() != Some(&self.in_features()) {
            return Err(LayerError::size(x, -1, self.in_features()));
        }
        if x.dtype() != self.weight.dtype() {
            return Err(other_dtype(x, &self.weight));
        }
        Ok(())
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

layer!(Linear, activated: run_activated);

/// How a [`Linear`] is made.
#[derive(Clone, Copy, Debug, Options)]
#[must_use = "nothing is made until `build` is called"]
pub struct LinearOptions {
    /// The size of the input's last dimension.
    in_features: usize,
    /// The size of the result's last dimension.
    out_features: usize,
    /// Whether there is a bias; without it none is drawn.
    #[option(default = true)]
    bias: bool,
}

impl LinearOptions {
    /// The same for inputs of another size.
    pub(super) fn of_inputs(self, in_features: usize) -> Self {
        Self { in_features, ..self }
    }

    /// The size of the input, if a weight of this shape is to be the layer's.
    pub(super) fn inputs_of(self, weight: &[usize]) -> Option<usize> {
        weight.get(1).copied()
    }

    /// Makes the layer, in the [default element type](autograd::with_dtype) and from the
    /// [default generator](autograd::with_generator).
    ///
    /// # Panics
    /// If the system gives no memory for the parameters.
    #[track_caller]
    pub fn build(self) -> Linear {
        Error::raise_memory_here(|| {
            let weight = Parameter::new(Tensor::zeros([self.out_features, self.in_features]));
            let bias = self
                .bias
                .then(|| Parameter::new(Tensor::zeros(self.out_features)));
            init::linear_(&weight, bias.as_deref());
            Linear { weight, bias }
        })
    }
}
