//! [`AdaptiveAvgPool2d`], [`AdaptiveMaxPool2d`] and their like: as many windows as are asked for.

use autograd::{OutputSize, Tensor};
use options_derive::Options;
use tensor_core::AdaptivePooling;

use super::{float_only, layer};
use crate::layer_error::LayerError;
use crate::module::Module;
use crate::run_layer::run_layer;

/// Writes the layers of one number of dimensions.
macro_rules! adaptive_pool {
    ($avg:ident, $mean:ident, $max:ident, $largest:ident, $rank:literal, $sizes:literal, $example:literal) => {
        #[doc = concat!("The means of as many windows over the last ", $rank, " dimensions as are asked for: with size 1 the mean of ")]
        /// each channel.
        ///
        /// # Shape
        #[doc = concat!("`[N, C, ", $sizes, "]` or `[C, ", $sizes, "]` to the same with the sizes asked for.")]
        ///
        /// ```
        #[doc = $example]
        /// ```
        #[derive(Clone, Copy, Debug, Module, Options)]
        #[module(extra_repr)]
        #[options(repr)]
        pub struct $avg {
            /// The sizes of the result; none keeps the size that there is.
            #[option(from = OutputSize<$rank>)]
            #[module(skip)]
            output_size: OutputSize<$rank>,
        }

        impl $avg {
            fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
                float_only(x)?;
                AdaptivePooling::new("adaptive_avg_pool", x.shape(), self.output_size.sizes())?;
                Ok(x.$mean(*self.output_size.sizes()))
            }
        }

        layer!($avg);

        #[doc = concat!("The largest elements of as many windows over the last ", $rank, " dimensions as are asked for.")]
        ///
        /// # Shape
        #[doc = concat!("`[N, C, ", $sizes, "]` or `[C, ", $sizes, "]` to the same with the sizes asked for.")]
        #[derive(Clone, Copy, Debug, Module, Options)]
        #[module(extra_repr)]
        #[options(repr)]
        pub struct $max {
            /// The sizes of the result; none keeps the size that there is.
            #[option(from = OutputSize<$rank>)]
            #[module(skip)]
            output_size: OutputSize<$rank>,
        }

        impl $max {
            /// The result, and the place of each largest element in its channel: PyTorch's `return_indices`.
            ///
            /// # Panics
            /// If the input does not fit.
            #[track_caller]
            pub fn forward_with_indices(&self, x: &Tensor) -> (Tensor, Tensor) {
                run_layer(self, &[x], || self.both(x))
            }

            fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
                self.both(x).map(|(values, _)| values)
            }

            fn both(&self, x: &Tensor) -> Result<(Tensor, Tensor), LayerError> {
                AdaptivePooling::new("adaptive_max_pool", x.shape(), self.output_size.sizes())?;
                Ok(x.$largest(*self.output_size.sizes()))
            }
        }

        layer!($max);
    };
}

adaptive_pool!(
    AdaptiveAvgPool1d,
    adaptive_avg_pool1d,
    AdaptiveMaxPool1d,
    adaptive_max_pool1d_with_indices,
    1,
    "L",
    "use nn::{AdaptiveAvgPool1d, Forward, Tensor};
assert_eq!(AdaptiveAvgPool1d::new(2).forward(&Tensor::from([[1.0, 5.0, 2.0]])).to_vec::<f32>(), [3.0, 3.5]);"
);
adaptive_pool!(
    AdaptiveAvgPool2d,
    adaptive_avg_pool2d,
    AdaptiveMaxPool2d,
    adaptive_max_pool2d_with_indices,
    2,
    "H, W",
    "use nn::{AdaptiveAvgPool2d, Forward, Tensor};
assert_eq!(AdaptiveAvgPool2d::new(1).forward(&Tensor::zeros([8, 3, 7, 9])).shape(), [8, 3, 1, 1]);
let rows = AdaptiveAvgPool2d::new([None, Some(4)]);
assert_eq!(rows.forward(&Tensor::zeros([8, 3, 7, 9])).shape(), [8, 3, 7, 4]);
assert_eq!(rows.to_string(), \"AdaptiveAvgPool2d(output_size=(None, 4))\");"
);
adaptive_pool!(
    AdaptiveAvgPool3d,
    adaptive_avg_pool3d,
    AdaptiveMaxPool3d,
    adaptive_max_pool3d_with_indices,
    3,
    "D, H, W",
    "use nn::{AdaptiveAvgPool3d, Forward, Tensor};
assert_eq!(AdaptiveAvgPool3d::new([2, 3, 5]).forward(&Tensor::zeros([1, 4, 6, 8])).shape(), [1, 2, 3, 5]);"
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forward::Forward;

    #[test]
    fn the_largest_and_where_they_are() {
        let x = Tensor::from([[[1.0, 9.0, 2.0], [3.0, 4.0, 8.0]]]);
        let layer = AdaptiveMaxPool2d::new([2, 1]);
        let (values, indices) = layer.forward_with_indices(&x);
        assert_eq!(
            (values.to_vec::<f32>(), indices.to_vec::<i64>()),
            (vec![9.0, 8.0], vec![1, 5])
        );
        assert_eq!(layer.forward(&x).to_vec::<f32>(), [9.0, 8.0]);
        assert_eq!(
            AdaptiveMaxPool1d::new(2).to_string(),
            "AdaptiveMaxPool1d(output_size=2)"
        );
    }

    #[test]
    #[should_panic(
        expected = "AdaptiveAvgPool2d(output_size=1): adaptive_avg_pool takes an input of 3 dimensions"
    )]
    fn other_ranks_are_refused() {
        AdaptiveAvgPool2d::new(1).forward(&Tensor::zeros([3, 3]));
    }
}
