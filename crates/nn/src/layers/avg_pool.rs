//! [`AvgPool1d`], [`AvgPool2d`], [`AvgPool3d`]: the mean of each window.

use autograd::{AvgPoolOptions, Extent, Tensor};

use super::pooling::pooling;
use super::{float_only, layer};
use crate::layer_error::LayerError;

/// Writes the layer of one number of dimensions. `$as_given` makes of a size what is printed.
macro_rules! avg_pool {
    ($layer:ident, $rank:literal, $call:ident, $as_given:path, $sizes:literal, $example:literal) => {
        pooling! {
            #[doc = concat!("The mean of each window over the last ", $rank, " dimensions.")]
            ///
            /// # Shape
            #[doc = concat!("`[N, C, ", $sizes, "]` or `[C, ", $sizes, "]` to the same with sizes of ")]
            /// `(size + 2 * padding - kernel_size) / stride + 1`, rounded down, or up with `ceil_mode`.
            ///
            /// ```
            #[doc = $example]
            /// ```
            struct $layer over $rank dimensions, by AvgPoolOptions {
                /// What surrounds the input on both sides, as zeros.
                padding,
                /// Whether a last window may end beyond the padding.
                #[option(default = false)]
                ceil_mode: bool,
                /// Whether padding counts as elements.
                #[option(default = true)]
                count_include_pad: bool,
                /// What sums are divided by in place of the number of elements.
                #[option(default = None)]
                divisor_override: Option<i64>,
            }

            prints $as_given, [];
        }

        impl $layer {
            fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
                float_only(x)?;
                self.moves().output_shape(x.shape())?;
                Ok(x.$call(self.moves()))
            }
        }

        layer!($layer);
    };
}

avg_pool!(
    AvgPool1d,
    1,
    avg_pool1d,
    Extent::tuple,
    "L",
    "use nn::{AvgPool1d, Forward, Tensor};
let layer = AvgPool1d::new(2);
assert_eq!(layer.forward(&Tensor::from([[1.0, 5.0, 2.0, 4.0]])).to_vec::<f32>(), [3.0, 3.0]);
assert_eq!(layer.to_string(), \"AvgPool1d(kernel_size=(2,), stride=(2,), padding=(0,))\");"
);
avg_pool!(
    AvgPool2d,
    2,
    avg_pool2d,
    std::convert::identity,
    "H, W",
    "use nn::{AvgPool2d, Forward, Tensor};
let layer = AvgPool2d::new(3).stride(2).padding(1).count_include_pad(false);
assert_eq!(layer.forward(&Tensor::zeros([8, 3, 32, 32])).shape(), [8, 3, 16, 16]);
assert_eq!(layer.to_string(), \"AvgPool2d(kernel_size=3, stride=2, padding=1)\");"
);
avg_pool!(
    AvgPool3d,
    3,
    avg_pool3d,
    std::convert::identity,
    "D, H, W",
    "use nn::{AvgPool3d, Forward, Tensor};
assert_eq!(AvgPool3d::new((1, 2, 2)).forward(&Tensor::zeros([1, 4, 6, 8, 8])).shape(), [1, 4, 6, 4, 4]);"
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forward::Forward;

    #[test]
    #[should_panic(
        expected = "AvgPool1d(kernel_size=(2,), stride=(2,), padding=(2,)): avg_pool: padding must be at most half"
    )]
    fn too_much_padding_is_refused() {
        AvgPool1d::new(2).padding(2).forward(&Tensor::zeros([1, 1, 4]));
    }
}
