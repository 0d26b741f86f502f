//! [`LayerNorm`]: each example with mean 0 and variance 1.

use autograd::{IntoShape, Shape, Tensor};
use options_derive::Options;

use super::affine::{fits_dtype, fits_shape, parameters, python};
use super::layer;
use crate::layer_error::LayerError;
use crate::module::Module;
use crate::parameter::Parameter;

/// `(x - mean) / sqrt(var + eps) * weight + bias` over the last dimensions, with the biased variance. After Ba and
/// others, "Layer normalization" (2016).
///
/// # Shape
/// `[.., normalized_shape..]`, kept.
///
/// ```
/// use nn::{Forward, LayerNorm, Tensor};
/// let norm = LayerNorm::new(2);
/// let y = norm.forward(&Tensor::from([[1.0, 3.0], [0.0, 8.0]]));
/// assert!((y.to_vec::<f32>()[3] - 1.0).abs() < 1e-5);
/// assert_eq!(norm.to_string(), "LayerNorm((2,), eps=1e-05, elementwise_affine=True, bias=True)");
/// ```
#[derive(Module)]
#[module(extra_repr)]
pub struct LayerNorm {
    /// Ones of the normalized shape, unless the layer is without it.
    pub weight: Option<Parameter>,
    /// Zeros of the normalized shape, unless the layer is without it.
    pub bias: Option<Parameter>,
    normalized_shape: Shape,
    eps: f64,
}

impl LayerNorm {
    /// A layer with weight and bias over the last dimensions, one or several.
    #[track_caller]
    pub fn new(normalized_shape: impl IntoShape) -> Self {
        Self::options(normalized_shape).build()
    }

    /// A layer to be made otherwise.
    ///
    /// ```
    /// use nn::LayerNorm;
    /// let norm = LayerNorm::options([2, 3]).bias(false).eps(0.1).build();
    /// assert_eq!(norm.to_string(), "LayerNorm((2, 3), eps=0.1, elementwise_affine=True, bias=False)");
    /// ```
    pub fn options(normalized_shape: impl IntoShape) -> LayerNormOptions {
        LayerNormOptions::new(normalized_shape.into_shape())
    }

    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        let shape = &self.normalized_shape;
        fits_shape(x, shape)?;
        fits_dtype(x, self.weight.as_ref())?;
        Ok(x.layer_norm(&shape[..], self.weight.as_deref(), self.bias.as_deref(), self.eps))
    }

    fn extra_repr(&self) -> String {
        format!(
            "{}, eps={}, elementwise_affine={}, bias={}",
            python(self.normalized_shape.to_vec()),
            python(self.eps),
            python(self.weight.is_some()),
            python(self.bias.is_some())
        )
    }
}

layer!(LayerNorm);

/// How a [`LayerNorm`] is made.
#[derive(Clone, Debug, Options)]
#[must_use = "nothing is made until `build` is called"]
pub struct LayerNormOptions {
    /// The sizes of the last dimensions.
    normalized_shape: Shape,
    /// Added to the variance.
    #[option(default = 1e-5)]
    eps: f64,
    /// Whether there are weight and bias.
    #[option(default = true)]
    elementwise_affine: bool,
    /// Whether there is a bias, if there is a weight.
    #[option(default = true)]
    bias: bool,
}

impl LayerNormOptions {
    /// Makes the layer, in the [default element type](autograd::with_dtype).
    ///
    /// # Panics
    /// If the system gives no memory for the parameters.
    #[track_caller]
    pub fn build(self) -> LayerNorm {
        let (weight, bias) = parameters(&self.normalized_shape, self.elementwise_affine, self.bias);
        LayerNorm {
            weight,
            bias,
            normalized_shape: self.normalized_shape,
            eps: self.eps,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Forward, LayerNorm, Tensor};

    #[test]
    #[should_panic(expected = "input has shape [2, 3], and its last dimension must be 4")]
    fn another_size_is_refused() {
        LayerNorm::new(4).forward(&Tensor::zeros([2, 3]));
    }

    #[test]
    #[should_panic(expected = "input has shape [3], and must end with [2, 3]")]
    fn too_few_dimensions_are_refused() {
        LayerNorm::new([2, 3]).forward(&Tensor::zeros(3));
    }
}
