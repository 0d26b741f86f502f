//! [`GroupNorm`]: each group of channels with mean 0 and variance 1.

use autograd::{Error, Tensor};
use options_derive::Options;
use tensor_core::NormLayout;

use super::affine::{fits_dtype, parameters, python};
use super::layer;
use crate::layer_error::LayerError;
use crate::module::Module;
use crate::parameter::Parameter;

/// `(x - mean) / sqrt(var + eps) * weight + bias`, with the mean and the biased variance of each example's groups of
/// channels, and a weight and a bias of each channel. After Wu and He, "Group normalization" (2018).
///
/// # Shape
/// `[N, num_channels, ..]`, kept.
///
/// ```
/// use nn::{Forward, GroupNorm, Tensor};
/// let norm = GroupNorm::new(2, 4);
/// assert_eq!(norm.forward(&Tensor::randn([5, 4, 8, 8])).shape(), [5, 4, 8, 8]);
/// assert_eq!(norm.to_string(), "GroupNorm(2, 4, eps=1e-05, affine=True, bias=True)");
/// ```
#[derive(Module)]
#[module(extra_repr)]
pub struct GroupNorm {
    /// Ones `[num_channels]`, unless the layer is without it.
    pub weight: Option<Parameter>,
    /// Zeros `[num_channels]`, unless the layer is without it.
    pub bias: Option<Parameter>,
    num_groups: usize,
    num_channels: usize,
    eps: f64,
}

impl GroupNorm {
    /// A layer with weight and bias.
    ///
    /// # Panics
    /// If the channels cannot be divided into so many groups.
    #[track_caller]
    pub fn new(num_groups: usize, num_channels: usize) -> Self {
        Self::options(num_groups, num_channels).build()
    }

    /// A layer to be made otherwise.
    ///
    /// ```
    /// use nn::GroupNorm;
    /// let norm = GroupNorm::options(1, 2).affine(false).eps(1e-3).build();
    /// assert_eq!(norm.to_string(), "GroupNorm(1, 2, eps=0.001, affine=False, bias=False)");
    /// ```
    pub fn options(num_groups: usize, num_channels: usize) -> GroupNormOptions {
        GroupNormOptions::new(num_groups, num_channels)
    }

    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        let &[_, channels, ..] = x.shape() else {
            return Err(LayerError::from(Error::shape(format!(
                "input has shape {:?}, and must be [N, {}, ..]",
                x.shape(),
                self.num_channels
            ))));
        };
        if channels != self.num_channels {
            return Err(LayerError::size(x, 1, self.num_channels));
        }
        fits_dtype(x, self.weight.as_ref())?;
        let (weight, bias) = (self.weight.as_deref(), self.bias.as_deref());
        NormLayout::in_groups("GroupNorm", x.shape(), self.num_groups)?.of_several("GroupNorm", x.shape())?;
        Ok(x.group_norm(self.num_groups, weight, bias, self.eps))
    }

    fn extra_repr(&self) -> String {
        format!(
            "{}, {}, eps={}, affine={}, bias={}",
            self.num_groups,
            self.num_channels,
            python(self.eps),
            python(self.weight.is_some()),
            python(self.bias.is_some())
        )
    }
}

layer!(GroupNorm);

/// How a [`GroupNorm`] is made.
#[derive(Clone, Copy, Debug, Options)]
#[must_use = "nothing is made until `build` is called"]
pub struct GroupNormOptions {
    /// How many groups the channels are divided into.
    num_groups: usize,
    /// The size of the second dimension.
    num_channels: usize,
    /// Added to the variance.
    #[option(default = 1e-5)]
    eps: f64,
    /// Whether there are weight and bias.
    #[option(default = true)]
    affine: bool,
    /// Whether there is a bias, if there is a weight.
    #[option(default = true)]
    bias: bool,
}

impl GroupNormOptions {
    /// Makes the layer, in the [default element type](autograd::with_dtype).
    ///
    /// # Panics
    /// If the channels cannot be divided into so many groups.
    #[track_caller]
    pub fn build(self) -> GroupNorm {
        let (num_groups, num_channels) = (self.num_groups, self.num_channels);
        if num_groups == 0 || num_channels % num_groups != 0 {
            Error::argument(format!(
                "GroupNorm: {num_channels} channels cannot be divided into {num_groups} equal groups"
            ))
            .raise();
        }
        let (weight, bias) = parameters(&[num_channels], self.affine, self.bias);
        GroupNorm {
            weight,
            bias,
            num_groups,
            num_channels,
            eps: self.eps,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Forward, GroupNorm, Tensor};

    #[test]
    #[should_panic(expected = "4 channels cannot be divided into 3 equal groups")]
    fn unequal_groups_are_refused() {
        GroupNorm::new(3, 4);
    }

    #[test]
    #[should_panic(expected = "input has shape [4], and must be [N, 4, ..]")]
    fn an_input_without_a_batch_is_refused() {
        GroupNorm::new(2, 4).forward(&Tensor::zeros(4));
    }
}
