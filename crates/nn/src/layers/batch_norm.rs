//! [`BatchNorm1d`], [`BatchNorm2d`], [`BatchNorm3d`]: each channel with mean 0 and variance 1.

use autograd::{Error, Tensor, no_grad};

use super::affine::fits_dtype;
use super::running::{Figures, running_norm};
use crate::layer_error::LayerError;
use crate::update_bn::is_averaging;

/// What all of these layers do: normalise every dimension but the second.
fn normed(x: &Tensor, figures: &Figures<'_>, momentum: Option<f64>) -> Result<Tensor, LayerError> {
    if let Some(y) = figures.evaluated(x) {
        return Ok(y);
    }
    let (channels, count) = (x.size(1), x.numel());
    if figures.training && count == channels {
        return Err(LayerError::from(Error::shape(format!(
            "input has shape {:?}, and must have more than one value per channel in training",
            x.shape()
        ))));
    }
    let (y, of_batch) = x.batch_norm_with_figures(figures.weight, figures.bias, figures.eps);
    if let Some(running) = &figures.running {
        let each = (count / channels.max(1)) as f64;
        no_grad(|| {
            let equal = 1.0 / running.count_batch();
            // An empty batch has no figures to take in.
            if count == 0 {
                return;
            }
            let part = momentum.filter(|_| !is_averaging()).unwrap_or(equal);
            let [mean, var] = [0, 1].map(|at| of_batch.select(0, at));
            running.take_in(&mean, &(var * (each / (each - 1.0))), part);
        });
    }
    Ok(y)
}

macro_rules! batch_norm {
    ($(#[$doc:meta])* $layer:ident, $options:ident, $ranks:pat, $expected:literal) => {
        running_norm! {
            $(#[$doc])*
            struct $layer {
                /// How many batches were seen in training.
                num_batches_tracked,
            }

            /// A layer with weight, bias and running figures.
            struct $options {
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
        }

        impl $layer {
            /// What evaluation multiplies each channel by, and what it adds, `[num_features]`, if there are running figures.
            pub(crate) fn scale_and_shift(&self) -> Option<[Tensor; 2]> {
                let (mean, var) = (self.running_mean.as_deref()?, self.running_var.as_deref()?);
                let mut scale = (var + self.options.eps).rsqrt();
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
                if x.size(1) != self.options.num_features {
                    return Err(LayerError::size(x, 1, self.options.num_features));
                }
                fits_dtype(x, self.weight.as_ref())?;
                normed(x, &self.figures(), self.options.momentum)
            }
        }

        impl $options {
            /// What part of the running figures a batch replaces; with `None` they are the mean of all batches.
            pub fn momentum(mut self, momentum: impl Into<Option<f64>>) -> Self {
                self.momentum = momentum.into();
                self
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
