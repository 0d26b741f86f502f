//! [`MaxPool1d`], [`MaxPool2d`], [`MaxPool3d`]: the largest element of each window.

use autograd::options::repr;
use autograd::{Extent, MaxPoolOptions, Tensor};
use options_derive::Options;

use super::layer;
use crate::layer_error::LayerError;
use crate::module::Module;
use crate::run_layer::run_layer;

/// Writes the layer of one number of dimensions.
macro_rules! max_pool {
    ($layer:ident, $rank:literal, $call:ident, $with_indices:ident, $sizes:literal, $example:literal) => {
        #[doc = concat!("The largest element of each window over the last ", $rank, " dimensions; not-a-number wins.")]
        ///
        /// # Shape
        #[doc = concat!("`[N, C, ", $sizes, "]` or `[C, ", $sizes, "]` to the same with sizes of ")]
        /// `(size + 2 * padding - dilation * (kernel_size - 1) - 1) / stride + 1`, rounded down, or up with `ceil_mode`.
        ///
        /// ```
        #[doc = $example]
        /// ```
        #[derive(Clone, Copy, Debug, Module, Options)]
        #[module(extra_repr)]
        pub struct $layer {
            /// How many elements a window has.
            #[option(from = Extent<$rank>)]
            #[module(skip)]
            kernel_size: Extent<$rank>,
            /// The step from one window to the next; none stands for the kernel size.
            #[option(default = None, from = Extent<$rank>)]
            #[module(skip)]
            stride: Option<Extent<$rank>>,
            /// What surrounds the input on both sides, as negative infinity.
            #[option(default = Extent::from(0), from = Extent<$rank>)]
            #[module(skip)]
            padding: Extent<$rank>,
            /// The step from one element of a window to the next.
            #[option(default = Extent::from(1), from = Extent<$rank>)]
            #[module(skip)]
            dilation: Extent<$rank>,
            /// Whether a last window may end beyond the padding.
            #[option(default = false)]
            ceil_mode: bool,
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

            fn moves(&self) -> MaxPoolOptions<$rank> {
                let &Self { kernel_size, stride, padding, dilation, ceil_mode } = self;
                MaxPoolOptions { kernel_size, stride, padding, dilation, ceil_mode }
            }

            fn extra_repr(&self) -> String {
                repr(&[
                    ("kernel_size=", self.kernel_size.into()),
                    ("stride=", self.stride.unwrap_or(self.kernel_size).into()),
                    ("padding=", self.padding.into()),
                    ("dilation=", self.dilation.into()),
                    ("ceil_mode=", self.ceil_mode.into()),
                ])
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
