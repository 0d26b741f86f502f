//! [`RMSNorm`]: each example with the mean square 1.

use autograd::{IntoShape, Shape, Tensor};
use options_derive::Options;

use super::affine::{fits_dtype, fits_shape, parameters, python};
use super::layer;
use crate::layer_error::LayerError;
use crate::module::Module;
use crate::parameter::Parameter;

/// `x / sqrt(mean(x^2) + eps) * weight` over the last dimensions. After Zhang and Sennrich, "Root mean square layer
/// normalization" (2019).
///
/// # Shape
/// `[.., normalized_shape..]`, kept.
///
/// ```
/// use nn::{Forward, RMSNorm, Tensor};
/// let norm = RMSNorm::new(2);
/// let y = norm.forward(&Tensor::from([5.0, -5.0]));
/// assert!((y.to_vec::<f32>()[1] + 1.0).abs() < 1e-6);
/// assert_eq!(norm.to_string(), "RMSNorm((2,), eps=None, elementwise_affine=True)");
/// ```
#[derive(Module)]
#[module(extra_repr)]
pub struct RMSNorm {
    /// Ones of the normalized shape, unless the layer is without it.
    pub weight: Option<Parameter>,
    normalized_shape: Shape,
    eps: Option<f64>,
}

impl RMSNorm {
    /// A layer with a weight over the last dimensions, one or several.
    #[track_caller]
    pub fn new(normalized_shape: impl IntoShape) -> Self {
        Self::options(normalized_shape).build()
    }

    /// A layer to be made otherwise.
    ///
    /// ```
    /// use nn::RMSNorm;
    /// let norm = RMSNorm::options(8).eps(1e-6).elementwise_affine(false).build();
    /// assert_eq!(norm.to_string(), "RMSNorm((8,), eps=1e-06, elementwise_affine=False)");
    /// ```
    pub fn options(normalized_shape: impl IntoShape) -> RMSNormOptions {
        RMSNormOptions::new(normalized_shape.into_shape())
    }

    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        let shape = &self.normalized_shape;
        fits_shape(x, shape)?;
        fits_dtype(x, self.weight.as_ref())?;
        Ok(x.rms_norm(&shape[..], self.weight.as_deref(), self.eps))
    }

    fn extra_repr(&self) -> String {
        format!(
            "{}, eps={}, elementwise_affine={}",
            python(self.normalized_shape.to_vec()),
            python(self.eps),
            python(self.weight.is_some())
        )
    }
}

layer!(RMSNorm);

/// How an [`RMSNorm`] is made.
#[derive(Clone, Debug, Options)]
#[must_use = "nothing is made until `build` is called"]
pub struct RMSNormOptions {
    /// The sizes of the last dimensions.
    normalized_shape: Shape,
    /// Added to the mean square; unless it is set, the distance from 1 to the next number of the input's type.
    #[option(default = None)]
    eps: Option<f64>,
    /// Whether there is a weight.
    #[option(default = true)]
    elementwise_affine: bool,
}

impl RMSNormOptions {
    /// Makes the layer, in the [default element type](autograd::with_dtype).
    ///
    /// # Panics
    /// If the system gives no memory for the parameters.
    #[track_caller]
    pub fn build(self) -> RMSNorm {
        let (weight, _) = parameters(&self.normalized_shape, self.elementwise_affine, false);
        RMSNorm {
            weight,
            normalized_shape: self.normalized_shape,
            eps: self.eps,
        }
    }
}
