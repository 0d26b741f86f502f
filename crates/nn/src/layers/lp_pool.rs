//! [`LPPool1d`], [`LPPool2d`], [`LPPool3d`]: the norm of each window.

use autograd::options::repr;
use autograd::{AvgPoolOptions, Extent, Scalar, Tensor};
use options_derive::Options;

use super::{float_only, layer};
use crate::layer_error::LayerError;
use crate::module::Module;

/// Writes the layer of one number of dimensions.
macro_rules! lp_pool {
    ($layer:ident, $rank:literal, $call:ident, $sizes:literal, $example:literal) => {
        #[doc = concat!("`(Σ x^p)^(1/p)` of each window over the last ", $rank, " dimensions, with `p = norm_type`.")]
        ///
        /// # Shape
        #[doc = concat!("`[N, C, ", $sizes, "]` or `[C, ", $sizes, "]` to the same with sizes of ")]
        /// `(size - kernel_size) / stride + 1`, rounded down, or up with `ceil_mode`.
        ///
        /// ```
        #[doc = $example]
        /// ```
        #[derive(Clone, Copy, Debug, Module, Options)]
        #[module(extra_repr)]
        pub struct $layer {
            /// The power of the norm, printed as it was given, with or without a point.
            #[option(from = Scalar)]
            #[module(skip)]
            norm_type: Scalar,
            /// How many elements a window has.
            #[option(from = Extent<$rank>)]
            #[module(skip)]
            kernel_size: Extent<$rank>,
            /// The step from one window to the next; none stands for the kernel size.
            #[option(default = None, from = Extent<$rank>)]
            #[module(skip)]
            stride: Option<Extent<$rank>>,
            /// Whether a last window may end beyond the input.
            #[option(default = false)]
            ceil_mode: bool,
        }

        impl $layer {
            fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
                float_only(x)?;
                let mut windows = AvgPoolOptions::new(self.kernel_size).ceil_mode(self.ceil_mode);
                windows.stride = self.stride;
                windows.output_shape(x.shape())?;
                Ok(x.$call(self.norm_type.to_f64(), self.kernel_size, self.stride, self.ceil_mode))
            }

            fn extra_repr(&self) -> String {
                repr(&[
                    ("norm_type=", self.norm_type.into()),
                    ("kernel_size=", self.kernel_size.into()),
                    ("stride=", self.stride.into()),
                    ("ceil_mode=", self.ceil_mode.into()),
                ])
            }
        }

        layer!($layer);
    };
}

lp_pool!(
    LPPool1d,
    1,
    lp_pool1d,
    "L",
    "use nn::{Forward, LPPool1d, Tensor};
let layer = LPPool1d::new(2, 2);
assert_eq!(layer.forward(&Tensor::from([[3.0, 4.0, 0.0, 2.0]])).to_vec::<f32>(), [5.0, 2.0]);"
);
lp_pool!(
    LPPool2d,
    2,
    lp_pool2d,
    "H, W",
    "use nn::{Forward, LPPool2d, Tensor};
let layer = LPPool2d::new(1.5, 3).stride(2);
assert_eq!(layer.forward(&Tensor::ones([8, 3, 33, 33])).shape(), [8, 3, 16, 16]);
assert_eq!(layer.to_string(), \"LPPool2d(norm_type=1.5, kernel_size=3, stride=2, ceil_mode=False)\");"
);
lp_pool!(
    LPPool3d,
    3,
    lp_pool3d,
    "D, H, W",
    "use nn::{Forward, LPPool3d, Tensor};
assert_eq!(LPPool3d::new(2, 2).forward(&Tensor::ones([1, 4, 6, 8, 8])).shape(), [1, 4, 3, 4, 4]);"
);
