//! [`Upsample`]: images, lines and volumes in other sizes.

use autograd::{InterpolateMode, InterpolateOptions, OneOrEach, Tensor};

use super::{float_only, layer};
use crate::layer_error::LayerError;
use crate::module::Module;

/// Resizes the dimensions behind the channels, to a size or by a factor: [`Tensor::interpolate`] as a layer.
///
/// # Shape
/// `[N, C, ..]` with one to three dimensions behind the channels, to the same with their new sizes.
///
/// ```
/// use nn::{Forward, InterpolateMode, Tensor, Upsample};
/// let layer = Upsample::scale_factor(2.0);
/// assert_eq!(layer.forward(&Tensor::zeros([1, 3, 4, 5])).shape(), [1, 3, 8, 10]);
/// assert_eq!(layer.to_string(), "Upsample(scale_factor=2.0, mode='nearest')");
/// let layer = Upsample::size([9, 9]).mode(InterpolateMode::Bilinear).align_corners(true);
/// assert_eq!(layer.forward(&Tensor::zeros([1, 3, 4, 5])).shape(), [1, 3, 9, 9]);
/// ```
#[derive(Clone, Debug, Module)]
#[module(extra_repr)]
pub struct Upsample {
    #[module(skip)]
    options: InterpolateOptions,
}

impl Upsample {
    /// A layer that resizes to this size.
    pub fn size(size: impl OneOrEach<usize>) -> Self {
        Self {
            options: InterpolateOptions::size(size),
        }
    }

    /// A layer that resizes by this factor; sizes are rounded down.
    pub fn scale_factor(scale_factor: impl OneOrEach<f64>) -> Self {
        Self {
            options: InterpolateOptions::scale_factor(scale_factor),
        }
    }

    /// Sets how new elements are made. Default: nearest.
    pub fn mode(mut self, mode: InterpolateMode) -> Self {
        self.options.mode = mode;
        self
    }

    /// Sets whether the middles of the outermost elements fall on each other, and not their edges, for modes that mix elements.
    /// Not given, it is false.
    pub fn align_corners(mut self, align_corners: bool) -> Self {
        self.options.align_corners = Some(align_corners);
        self
    }

    /// Sets whether steps are as long as the sizes say, also where a factor is given. Default: false.
    pub fn recompute_scale_factor(mut self, recompute: bool) -> Self {
        self.options.recompute_scale_factor = recompute;
        self
    }

    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        float_only(x)?;
        self.options.output_shape(x.shape())?;
        Ok(x.interpolate(&self.options))
    }

    fn extra_repr(&self) -> String {
        let InterpolateOptions {
            size,
            scale_factor,
            mode,
            ..
        } = &self.options;
        let (name, values) = if scale_factor.is_empty() {
            ("size", size.iter().map(usize::to_string).collect::<Vec<_>>())
        } else {
            (
                "scale_factor",
                scale_factor.iter().map(|factor| format!("{factor:?}")).collect(),
            )
        };
        let values = match &values[..] {
            [one] => one.clone(),
            all => format!("({})", all.join(", ")),
        };
        format!("{name}={values}, mode='{}'", mode.name())
    }
}

layer!(Upsample);

macro_rules! upsampling {
    ($layer:ident, $mode:ident, $what:literal $(, $align_corners:literal)?) => {
        #[doc = concat!("Resizes images: [`Upsample`] with the mode `", $what, "`.")]
        ///
        /// # Shape
        /// `[N, C, H, W]` to the same with other sizes.
        ///
        /// ```
        #[doc = concat!("use nn::{Forward, Tensor, ", stringify!($layer), "};")]
        #[doc = concat!("let layer = ", stringify!($layer), "::scale_factor(2.0);")]
        /// assert_eq!(layer.forward(&Tensor::zeros([1, 3, 4, 5])).shape(), [1, 3, 8, 10]);
        #[doc = concat!("assert_eq!(layer.to_string(), \"", stringify!($layer), "(scale_factor=2.0, mode='", $what, "')\");")]
        /// ```
        #[derive(Clone, Debug, Module)]
        #[module(extra_repr)]
        pub struct $layer {
            #[module(skip)]
            upsample: Upsample,
        }

        impl $layer {
            /// A layer that resizes to this size.
            pub fn size(size: impl OneOrEach<usize>) -> Self {
                Self::of(Upsample::size(size))
            }

            /// A layer that resizes by this factor; sizes are rounded down.
            pub fn scale_factor(scale_factor: impl OneOrEach<f64>) -> Self {
                Self::of(Upsample::scale_factor(scale_factor))
            }

            fn of(upsample: Upsample) -> Self {
                Self {
                    upsample: upsample.mode(InterpolateMode::$mode)$(.align_corners($align_corners))?,
                }
            }

            fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
                self.upsample.run(x)
            }

            fn extra_repr(&self) -> String {
                self.upsample.extra_repr()
            }
        }

        layer!($layer);
    };
}
upsampling!(UpsamplingNearest2d, Nearest, "nearest");
upsampling!(UpsamplingBilinear2d, Bilinear, "bilinear", true);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forward::Forward;

    #[test]
    fn printed_as_in_python() {
        let layer = Upsample::size([4, 5]).mode(InterpolateMode::Bilinear);
        assert_eq!(layer.to_string(), "Upsample(size=(4, 5), mode='bilinear')");
    }

    #[test]
    #[should_panic(expected = "interpolate: mode=bilinear does not resize a tensor of shape [1, 2, 3]")]
    fn a_mode_for_other_ranks_is_refused() {
        Upsample::scale_factor(2.0)
            .mode(InterpolateMode::Bilinear)
            .forward(&Tensor::zeros([1, 2, 3]));
    }
}
