//! [`InstanceNorm1d`], [`InstanceNorm2d`], [`InstanceNorm3d`]: each channel of each example with mean 0 and variance 1.

use autograd::{Error, Tensor, no_grad};
use options_derive::Options;

use super::affine::{fits_dtype, parameters, python};
use super::layer;
use super::running::Running;
use crate::buffer::Buffer;
use crate::layer_error::LayerError;
use crate::module::Module;
use crate::parameter::Parameter;
use crate::training::Training;

/// What all of these layers do: normalise each channel of each example.
struct Instances<'a> {
    weight: Option<&'a Parameter>,
    bias: Option<&'a Parameter>,
    running: Option<Running<'a>>,
    training: bool,
    eps: f64,
    momentum: f64,
}

impl Instances<'_> {
    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        let (weight, bias) = (self.weight.map(|weight| &**weight), self.bias.map(|bias| &**bias));
        if let Some(running) = &self.running
            && !self.training
        {
            return Ok(x.batch_norm_by(running.mean, running.var, weight, bias, self.eps));
        }
        let places: usize = x.shape()[2..].iter().product();
        if self.training && places == 1 {
            return Err(LayerError::from(Error::shape(format!(
                "input has shape {:?}, and must have more than one place per channel in training",
                x.shape()
            ))));
        }
        if let Some(running) = &self.running {
            no_grad(|| {
                let dims: Vec<isize> = (2..x.rank() as isize).collect();
                let over_batch = |figures: Tensor| figures.mean_dim(0, false);
                let mean = over_batch(x.mean_dim(&dims[..], false));
                running.take_in(
                    &mean,
                    &over_batch(x.var_dim(&dims[..], 1.0, false)),
                    self.momentum,
                );
            });
        }
        let normed = Error::catch(|| x.instance_norm(weight, bias, self.eps));
        Ok(normed.map_err(|(error, _)| error)?)
    }
}

macro_rules! instance_norm {
    ($(#[$doc:meta])* $layer:ident, $options:ident, $rank:literal, $expected:literal) => {
        $(#[$doc])*
        #[derive(Module)]
        #[module(extra_repr)]
        pub struct $layer {
            /// Ones `[num_features]`, if the layer is made with it.
            pub weight: Option<Parameter>,
            /// Zeros `[num_features]`, if the layer is made with it.
            pub bias: Option<Parameter>,
            /// The mean of what was seen in training, `[num_features]`, if the layer is made to remember it.
            pub running_mean: Option<Buffer>,
            /// The unbiased variance of what was seen in training, `[num_features]`.
            pub running_var: Option<Buffer>,
            /// 0, as in PyTorch.
            pub num_batches_tracked: Option<Buffer>,
            num_features: usize,
            eps: f64,
            momentum: f64,
            training: Training,
        }

        impl $layer {
            /// A layer without weight, bias and running figures.
            #[track_caller]
            pub fn new(num_features: usize) -> Self {
                Self::options(num_features).build()
            }

            /// A layer to be made otherwise.
            pub fn options(num_features: usize) -> $options {
                $options::new(num_features)
            }

            fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
                let batched = x.rank() == $rank + 2;
                if !batched && x.rank() != $rank + 1 {
                    return Err(LayerError::from(Error::shape(format!(
                        "input has shape {:?}, and must be [N, {expected}] or [{expected}]",
                        x.shape(),
                        expected = $expected
                    ))));
                }
                let channels = if batched { 1 } else { 0 };
                if x.size(channels) != self.num_features {
                    return Err(LayerError::size(x, channels, self.num_features));
                }
                fits_dtype(x, self.weight.as_ref())?;
                let instances = Instances {
                    weight: self.weight.as_ref(),
                    bias: self.bias.as_ref(),
                    running: Running::of(
                        self.running_mean.as_ref(),
                        self.running_var.as_ref(),
                        self.num_batches_tracked.as_ref(),
                    ),
                    training: self.training.get(),
                    eps: self.eps,
                    momentum: self.momentum,
                };
                if batched {
                    instances.run(x)
                } else {
                    Ok(instances.run(&x.unsqueeze(0))?.squeeze_dim(0))
                }
            }

            fn extra_repr(&self) -> String {
                format!(
                    "{}, eps={}, momentum={}, affine={}, bias={}, track_running_stats={}",
                    self.num_features,
                    python(self.eps),
                    python(self.momentum),
                    python(self.weight.is_some()),
                    python(self.bias.is_some()),
                    python(self.running_mean.is_some())
                )
            }
        }

        layer!($layer);

        #[doc = concat!("How a [`", stringify!($layer), "`] is made.")]
        #[derive(Clone, Copy, Debug, Options)]
        #[must_use = "nothing is made until `build` is called"]
        pub struct $options {
            /// The number of channels.
            num_features: usize,
            /// Added to the variance.
            #[option(default = 1e-5)]
            eps: f64,
            /// What part of the running figures a batch replaces.
            #[option(default = 0.1)]
            momentum: f64,
            /// Whether there are weight and bias.
            #[option(default = false)]
            affine: bool,
            /// Whether there is a bias, if there is a weight.
            #[option(default = true)]
            bias: bool,
            /// Whether evaluation uses running figures; without them it uses those of each example, as training does.
            #[option(default = false)]
            track_running_stats: bool,
        }

        impl $options {
            /// The same for inputs of other channels.
            pub(super) fn of_inputs(self, num_features: usize) -> Self {
                Self { num_features, ..self }
            }

            /// The channels of the input, if a weight of this shape is to be the layer's.
            pub(super) fn inputs_of(self, weight: &[usize]) -> Option<usize> {
                weight.first().copied()
            }

            /// Makes the layer, in the [default element type](autograd::with_dtype).
            #[track_caller]
            pub fn build(self) -> $layer {
                let size = self.num_features;
                let (weight, bias) = parameters(&[size], self.affine, self.bias);
                let buffer = |made: fn(usize) -> Tensor| self.track_running_stats.then(|| Buffer::new(made(size)));
                Error::raise_memory_here(|| $layer {
                    weight,
                    bias,
                    running_mean: buffer(|size| Tensor::zeros(size)),
                    running_var: buffer(|size| Tensor::ones(size)),
                    num_batches_tracked: buffer(|_| Tensor::from(0)),
                    num_features: size,
                    eps: self.eps,
                    momentum: self.momentum,
                    training: Training::default(),
                })
            }
        }
    };
}

instance_norm! {
    /// `(x - mean) / sqrt(var + eps) * weight + bias` for each channel of each example, with its mean and biased variance,
    /// also in [evaluation](crate::Module::eval) unless the layer remembers running figures. After Ulyanov, Vedaldi and
    /// Lempitsky, "Instance normalization" (2016).
    ///
    /// # Shape
    /// `[N, num_features, L]` or `[num_features, L]`, kept.
    ///
    /// ```
    /// use nn::{Forward, InstanceNorm1d, Tensor};
    /// let norm = InstanceNorm1d::new(1);
    /// let y = norm.forward(&Tensor::from([[[1.0, 3.0]], [[0.0, 8.0]]]));
    /// assert!((y.to_vec::<f32>()[3] - 1.0).abs() < 1e-5);
    /// assert_eq!(
    ///     norm.to_string(),
    ///     "InstanceNorm1d(1, eps=1e-05, momentum=0.1, affine=False, bias=False, track_running_stats=False)",
    /// );
    /// ```
    InstanceNorm1d, InstanceNorm1dOptions, 1, "C, L"
}

instance_norm! {
    /// [`InstanceNorm1d`] for images.
    ///
    /// # Shape
    /// `[N, num_features, H, W]` or `[num_features, H, W]`, kept.
    ///
    /// ```
    /// use nn::{Forward, InstanceNorm2d, Tensor};
    /// let norm = InstanceNorm2d::options(3).affine(true).track_running_stats(true).build();
    /// assert_eq!(norm.forward(&Tensor::randn([2, 3, 8, 8])).shape(), [2, 3, 8, 8]);
    /// ```
    InstanceNorm2d, InstanceNorm2dOptions, 2, "C, H, W"
}

instance_norm! {
    /// [`InstanceNorm1d`] for volumes.
    ///
    /// # Shape
    /// `[N, num_features, D, H, W]` or `[num_features, D, H, W]`, kept.
    ///
    /// ```
    /// use nn::{Forward, InstanceNorm3d, Tensor};
    /// let norm = InstanceNorm3d::new(3);
    /// assert_eq!(norm.forward(&Tensor::randn([2, 3, 4, 4, 4])).shape(), [2, 3, 4, 4, 4]);
    /// ```
    InstanceNorm3d, InstanceNorm3dOptions, 3, "C, D, H, W"
}

#[cfg(test)]
mod tests {
    use crate::{Forward, InstanceNorm1d, InstanceNorm2d, Module, Tensor};

    #[test]
    fn evaluation_uses_what_was_remembered() {
        let norm = InstanceNorm1d::options(1)
            .momentum(1.0)
            .eps(0.0)
            .track_running_stats(true)
            .build();
        norm.forward(&Tensor::from([[[1.0, 3.0]], [[3.0, 5.0]]]));
        norm.eval();
        let y = norm.forward(&Tensor::from([[[3.0]]]));
        assert_eq!(y.item(), 0.0);
        assert_eq!(
            norm.num_batches_tracked.as_ref().map(|count| count.item()),
            Some(0.0)
        );
    }

    #[test]
    #[should_panic(expected = "must have more than one place per channel in training")]
    fn one_place_has_no_variance() {
        InstanceNorm1d::new(2).forward(&Tensor::zeros([2, 2, 1]));
    }

    #[test]
    #[should_panic(expected = "input has shape [2, 2], and must be [N, C, H, W] or [C, H, W]")]
    fn another_rank_is_refused() {
        InstanceNorm2d::new(2).forward(&Tensor::zeros([2, 2]));
    }
}
