//! [`InstanceNorm1d`], [`InstanceNorm2d`], [`InstanceNorm3d`]: each channel of each example with mean 0 and variance 1.

use autograd::{Error, Tensor, no_grad};

use super::affine::fits_dtype;
use super::running::{Figures, running_norm};
use crate::layer_error::LayerError;

/// What all of these layers do: normalise each channel of each example.
fn normed(x: &Tensor, figures: &Figures<'_>, momentum: f64) -> Result<Tensor, LayerError> {
    if let Some(y) = figures.evaluated(x) {
        return Ok(y);
    }
    let places: usize = x.shape()[2..].iter().product();
    if figures.training && places == 1 {
        return Err(LayerError::from(Error::shape(format!(
            "input has shape {:?}, and must have more than one place per channel in training",
            x.shape()
        ))));
    }
    if let Some(running) = &figures.running {
        no_grad(|| {
            let dims: Vec<isize> = (2..x.rank() as isize).collect();
            let over_batch = |figures: Tensor| figures.mean_dim(0, false);
            let mean = over_batch(x.mean_dim(&dims[..], false));
            let var = over_batch(x.var_dim(&dims[..], 1.0, false));
            running.take_in(&mean, &var, momentum);
        });
    }
    let normed = Error::catch(|| x.instance_norm(figures.weight, figures.bias, figures.eps));
    Ok(normed.map_err(|(error, _)| error)?)
}

macro_rules! instance_norm {
    ($(#[$doc:meta])* $layer:ident, $options:ident, $rank:literal, $expected:literal) => {
        running_norm! {
            $(#[$doc])*
            struct $layer {
                /// 0, as in PyTorch.
                num_batches_tracked,
            }

            /// A layer without weight, bias and running figures.
            struct $options {
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
        }

        impl $layer {
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
                if x.size(channels) != self.options.num_features {
                    return Err(LayerError::size(x, channels, self.options.num_features));
                }
                fits_dtype(x, self.weight.as_ref())?;
                let (figures, momentum) = (self.figures(), self.options.momentum);
                if batched {
                    normed(x, &figures, momentum)
                } else {
                    Ok(normed(&x.unsqueeze(0), &figures, momentum)?.squeeze_dim(0))
                }
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
