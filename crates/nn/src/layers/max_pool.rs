//! [`MaxPool1d`], [`MaxPool2d`], [`MaxPool3d`]: the largest element of each window.

use autograd::{Extent, MaxPoolOptions, Tensor};

use super::layer;
use super::pooling::pooling;
use crate::layer_error::LayerError;
use crate::run_layer::run_layer;

/// Writes the layer of one number of dimensions.
macro_rules! max_pool {
    ($layer:ident, $rank:literal, $call:ident, $with_indices:ident, $sizes:literal, $example:literal) => {
        pooling! {
            #[doc = concat!("The largest element of each window over the last ", $rank, " dimensions; not-a-number wins.")]
            ///
            /// # Shape
            #[doc = concat!("`[N, C, ", $sizes, "]` or `[C, ", $sizes, "]` to the same with sizes of ")]
            /// `(size + 2 * padding - dilation * (kernel_size - 1) - 1) / stride + 1`, rounded down, or up with `ceil_mode`.
            ///
            /// ```
            #[doc = $example]
            /// ```
            struct $layer over $rank dimensions, by MaxPoolOptions {
                /// What surrounds the input on both sides, as negative infinity.
                padding,
                /// The step from one element of a window to the next.
                #[option(default = Extent::from(1), from = Extent<$rank>)]
                #[module(skip)]
                dilation: Extent<$rank>,
                /// Whether a last window may end beyond the padding.
                #[option(default = false)]
                ceil_mode: bool,
            }

            prints std::convert::identity, [dilation, ceil_mode];
        }

        impl $layer {
            /// The result, and the place of each largest element in its channel, which unpooling needs: PyTorch's
            /// `return_indices`.
            ///
            /// # Panics
            /// If the input does not fit.
            #[track_caller]
            pub fn forward_with_indices(&self, x: &Tensor) -> (Tensor, Tensor) {
                run_layer(self, &[x], || {
                    self.moves().output_shape(x.shape())?;
                    Ok(x.$with_indices(self.moves()))
                })
            }

            fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
                self.moves().output_shape(x.shape())?;
                Ok(x.$call(self.moves()))
            }
        }

        layer!($layer);
    };
}

max_pool!(
    MaxPool1d,
    1,
    max_pool1d,
    max_pool1d_with_indices,
    "L",
    "use nn::{Forward, MaxPool1d, Tensor};
let (y, indices) = MaxPool1d::new(2).forward_with_indices(&Tensor::from([[1.0, 5.0, 2.0, 4.0]]));
assert_eq!((y.to_vec::<f32>(), indices.to_vec::<i64>()), (vec![5.0, 4.0], vec![1, 3]));"
);
max_pool!(
    MaxPool2d,
    2,
    max_pool2d,
    max_pool2d_with_indices,
    "H, W",
    "use nn::{Forward, MaxPool2d, Tensor};
let x = Tensor::zeros([8, 3, 32, 32]);
assert_eq!(MaxPool2d::new(2).forward(&x).shape(), [8, 3, 16, 16]);
assert_eq!(MaxPool2d::new(3).stride(2).padding(1).forward(&x).shape(), [8, 3, 16, 16]);
assert_eq!(
    MaxPool2d::new(2).to_string(),
    \"MaxPool2d(kernel_size=2, stride=2, padding=0, dilation=1, ceil_mode=False)\"
);"
);
max_pool!(
    MaxPool3d,
    3,
    max_pool3d,
    max_pool3d_with_indices,
    "D, H, W",
    "use nn::{Forward, MaxPool3d, Tensor};
assert_eq!(MaxPool3d::new((1, 2, 2)).forward(&Tensor::zeros([1, 4, 6, 8, 8])).shape(), [1, 4, 6, 4, 4]);"
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forward::Forward;

    #[test]
    #[should_panic(
        expected = "MaxPool2d(kernel_size=5, stride=5, padding=0, dilation=1, ceil_mode=False): max_pool"
    )]
    fn an_input_that_is_too_small_is_refused() {
        MaxPool2d::new(5).forward(&Tensor::zeros([1, 1, 4, 4]));
    }
}
