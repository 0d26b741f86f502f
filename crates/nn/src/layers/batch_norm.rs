//! [`BatchNorm1d`], [`BatchNorm2d`], [`BatchNorm3d`]: each channel with mean 0 and variance 1.

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
use crate::update_bn::is_averaging;

/// What all of these layers do: normalise every dimension but the second.
struct Channels<'a> {
    weight: Option<&'a Parameter>,
    bias: Option<&'a Parameter>,
    running: Option<Running<'a>>,
    training: bool,
    eps: f64,
    momentum: Option<f64>,
}

impl Channels<'_> {
    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        fits_dtype(x, self.weight)?;
        let (weight, bias) = (self.weight.map(|weight| &**weight), self.bias.map(|bias| &**bias));
        if let Some(running) = &self.running
            && !self.training
        {
            return Ok(x.batch_norm_by(running.mean, running.var, weight, bias, self.eps));
        }
        let (channels, count) = (x.size(1), x.numel());
        if self.training && count == channels {
            return Err(LayerError::from(Error::shape(format!(
                "input has shape {:?}, and must have more than one value per channel in training",
                x.shape()
            ))));
        }
        let (y, figures) = x.batch_norm_with_figures(weight, bias, self.eps);
        if let Some(running) = &self.running {
            let each = (count / channels.max(1)) as f64;
            no_grad(|| {
                let equal = 1.0 / running.count_batch();
                // An empty batch has no figures to take in.
                if count == 0 {
                    return;
                }
                let part = self.momentum.filter(|_| !is_averaging()).unwrap_or(equal);
                let [mean, var] = [0, 1].map(|at| figures.select(0, at));
                running.take_in(&mean, &(var * (each / (each - 1.0))), part);
            });
        }
        Ok(y)
    }
}

macro_rules! batch_norm {
    ($(#[$doc:meta])* $layer:ident, $options:ident, $ranks:pat, $expected:literal) => {
        $(#[$doc])*
        #[derive(Module)]
        #[module(extra_repr)]
        pub struct $layer {
            /// Ones `[num_features]`, unless the layer is without it.
            pub weight: Option<Parameter>,
            /// Zeros `[num_features]`, unless the layer is without it.
            pub bias: Option<Parameter>,
            /// The mean of what was seen in training, `[num_features]`.
            pub running_mean: Option<Buffer>,
            /// The unbiased variance of what was seen in training, `[num_features]`.
            pub running_var: Option<Buffer>,
            /// How many batches were seen in training.
            pub num_batches_tracked: Option<Buffer>,
            num_features: usize,
            eps: f64,
            momentum: Option<f64>,
            training: Training,
        }

        impl $layer {
            /// A layer with weight, bias and running figures.
            #[track_caller]
            pub fn new(num_features: usize) -> Self {
                Self::options(num_features).build()
            }

            /// A layer to be made otherwise.
            pub fn options(num_features: usize) -> $options {
                $options::new(num_features)
            }

            /// What evaluation multiplies each channel by, and what it adds, `[num_features]`, if there are running figures.
            pub(crate) fn scale_and_shift(&self) -> Option<[Tensor; 2]> {
                let (mean, var) = (self.running_mean.as_deref()?, self.running_var.as_deref()?);
                let mut scale = (var + self.eps).rsqrt();
                if let Some(weight) = self.weight.as_deref() {
                    scale *= weight;
                }
                let shift = -(mean * &scale);
                let shift = match self.bias.as_deref() {
                    Some(bias) => shift + bias,
                    None => shift,
                };
                Some([scale, shift])
            }

            fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
                if !matches!(x.rank(), $ranks) {
                    return Err(LayerError::from(Error::shape(format!(
                        "input has shape {:?}, and must be {}",
                        x.shape(),
                        $expected
                    ))));
                }
                if x.size(1) != self.num_features {
                    return Err(LayerError::size(x, 1, self.num_features));
                }
                let running = match (&self.running_mean, &self.running_var, &self.num_batches_tracked) {
                    (Some(mean), Some(var), Some(batches)) => Some(Running { mean, var, batches }),
                    _ => None,
                };
                let channels = Channels {
                    weight: self.weight.as_ref(),
                    bias: self.bias.as_ref(),
                    running,
                    training: self.training.get(),
                    eps: self.eps,
                    momentum: self.momentum,
                };
                channels.run(x)
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
            /// The number of channels, the size of the second dimension.
            num_features: usize,
            /// Added to the variance.
            #[option(default = 1e-5, limit = positive)]
            eps: f64,
            #[option(default = Some(0.1), private)]
            momentum: Option<f64>,
            /// Whether there are weight and bias.
            #[option(default = true)]
            affine: bool,
            /// Whether there is a bias, if there is a weight.
            #[option(default = true)]
            bias: bool,
            /// Whether evaluation uses running figures; without them it uses those of the batch.
            #[option(default = true)]
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

            /// What part of the running figures a batch replaces; with `None` they are the mean of all batches.
            pub fn momentum(mut self, momentum: impl Into<Option<f64>>) -> Self {
                self.momentum = momentum.into();
                self
            }

            /// Makes the layer, in the [default element type](autograd::with_dtype).
            ///
            /// # Panics
            /// If the system gives no memory for the parameters.
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

batch_norm! {
    /// `(x - mean) / sqrt(var + eps) * weight + bias` for each channel: in training with the mean and the biased variance
    /// of the batch, in [evaluation](crate::Module::eval) with the running figures of all batches. After Ioffe and
    /// Szegedy, "Batch normalization" (2015).
    ///
    /// # Shape
    /// `[N, num_features]` or `[N, num_features, L]`, kept.
    ///
    /// ```
    /// use nn::{BatchNorm1d, Forward, Module, Tensor};
    /// let norm = BatchNorm1d::options(1).momentum(0.5).build();
    /// let y = norm.forward(&Tensor::from([[1.0], [3.0]]));
    /// assert!((y.to_vec::<f32>()[1] - 1.0).abs() < 1e-5);
    /// assert_eq!(norm.running_mean.as_ref().unwrap().item(), 1.0);
    /// assert_eq!(
    ///     norm.to_string(),
    ///     "BatchNorm1d(1, eps=1e-05, momentum=0.5, affine=True, bias=True, track_running_stats=True)",
    /// );
    /// ```
    BatchNorm1d, BatchNorm1dOptions, 2 | 3, "[N, C] or [N, C, L]"
}

batch_norm! {
    /// [`BatchNorm1d`] for images.
    ///
    /// # Shape
    /// `[N, num_features, H, W]`, kept.
    ///
    /// ```
    /// use nn::{BatchNorm2d, Forward, Tensor};
    /// let norm = BatchNorm2d::new(3);
    /// assert_eq!(norm.forward(&Tensor::randn([2, 3, 8, 8])).shape(), [2, 3, 8, 8]);
    /// ```
    BatchNorm2d, BatchNorm2dOptions, 4, "[N, C, H, W]"
}

batch_norm! {
    /// [`BatchNorm1d`] for volumes.
    ///
    /// # Shape
    /// `[N, num_features, D, H, W]`, kept.
    ///
    /// ```
    /// use nn::{BatchNorm3d, Forward, Tensor};
    /// let norm = BatchNorm3d::new(3);
    /// assert_eq!(norm.forward(&Tensor::randn([2, 3, 4, 4, 4])).shape(), [2, 3, 4, 4, 4]);
    /// ```
    BatchNorm3d, BatchNorm3dOptions, 5, "[N, C, D, H, W]"
}

#[cfg(test)]
mod tests {
    use crate::{BatchNorm1d, BatchNorm2d, Forward, Module, Tensor};

    #[test]
    fn evaluation_leaves_the_running_figures() {
        let norm = BatchNorm1d::new(2);
        norm.forward(&Tensor::from([[1.0, 2.0], [3.0, 6.0]]));
        let before = norm.state_dict();
        norm.eval();
        norm.forward(&Tensor::from([[9.0, 9.0]]));
        let mean = |state: &autograd::StateDict| state.get("running_mean").map(|mean| mean.to_vec::<f32>());
        assert_eq!(mean(&norm.state_dict()), mean(&before));
        assert_eq!(
            norm.num_batches_tracked.as_ref().map(|count| count.item()),
            Some(1.0)
        );
    }

    #[test]
    fn an_empty_batch_is_counted_and_changes_nothing_else() {
        let norm = BatchNorm1d::new(2);
        norm.forward(&Tensor::from([[1.0, 2.0], [3.0, 6.0]]));
        let figures = || norm.running_mean.as_ref().map(|mean| mean.to_vec::<f32>());
        let before = figures();
        assert_eq!(norm.forward(&Tensor::zeros([0, 2])).shape(), [0, 2]);
        let count = norm.num_batches_tracked.as_ref().map(|count| count.item());
        assert_eq!((figures(), count), (before, Some(2.0)));
    }

    #[test]
    #[should_panic(expected = "must have more than one value per channel in training")]
    fn one_value_has_no_variance() {
        BatchNorm1d::new(3).forward(&Tensor::zeros([1, 3]));
    }

    #[test]
    #[should_panic(expected = "input has shape [2, 3, 4], and must be [N, C, H, W]")]
    fn another_rank_is_refused() {
        BatchNorm2d::new(3).forward(&Tensor::zeros([2, 3, 4]));
    }
}
