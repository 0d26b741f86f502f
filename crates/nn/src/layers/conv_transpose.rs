//! [`ConvTranspose1d`], [`ConvTranspose2d`], [`ConvTranspose3d`]: transposed convolutions, which make images larger.

use autograd::{Extent, Tensor};

use super::convolution::{check_input, convolution, described, tuple};
use crate::layer_error::LayerError;
use crate::run_layer::run_layer;

/// Writes the layer of one number of dimensions.
macro_rules! conv_transpose {
    ($layer:ident, $options:ident, $rank:literal, $call:ident, $sizes:literal, $example:literal) => {
        convolution! {
            #[doc = concat!("A transposed convolution over the last ", $rank, " dimensions: each element of the input gives its ")]
            /// product with the kernel to the output, where the windows of a convolution of these options would see it, plus a
            /// bias.
            ///
            /// Weight and bias begin as PyTorch's, if the generator is PyTorch's.
            ///
            /// # Shape
            #[doc = concat!("`[N, in_channels, ", $sizes, "]` or without `N` to `[N, out_channels, ", $sizes, "]`, with sizes of ")]
            /// `(size - 1) * stride - 2 * padding + dilation * (kernel_size - 1) + output_padding + 1`.
            ///
            /// ```
            #[doc = $example]
            /// ```
            struct $layer over $rank dimensions, weight [in_channels, out_channels / groups];

            struct $options {
                /// What is taken away on both sides of the output.
                #[option(default = Extent::from(0), from = Extent<$rank>)]
                padding: Extent<$rank>,
                /// How many places are added at the end of the output; fewer than the stride or the dilation.
                #[option(default = Extent::from(0), from = Extent<$rank>)]
                output_padding: Extent<$rank>,
            }
        }

        impl $layer {
            /// The output with these sizes, of those that the steps leave open, in place of what `output_padding` gives.
            ///
            /// # Panics
            /// If the input does not fit, or its windows do not lead to these sizes.
            #[track_caller]
            pub fn forward_to(&self, x: &Tensor, output_size: impl Into<Extent<$rank>>) -> Tensor {
                let size = output_size.into();
                run_layer(self, &[x], || {
                    let least = self.moves.transposed_shape(x.shape(), self.weight.shape(), 0)?;
                    let least = &least[least.len() - $rank..];
                    let mut more = [0; $rank];
                    for (more, (size, least)) in more.iter_mut().zip(size.sizes().iter().zip(least)) {
                        *more = size.checked_sub(*least).ok_or_else(|| too_small(size, *least))?;
                    }
                    self.padded(x, Extent::from(more))
                })
            }

            fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
                self.padded(x, self.output_padding)
            }

            fn padded(&self, x: &Tensor, output_padding: Extent<$rank>) -> Result<Tensor, LayerError> {
                check_input(x, &self.weight, $rank, self.weight.shape()[0])?;
                self.moves.transposed_shape(x.shape(), self.weight.shape(), output_padding)?;
                Ok(x.$call(&self.weight, self.bias.as_deref(), self.moves, output_padding))
            }

            fn extra_repr(&self) -> String {
                let shape = self.weight.shape();
                let channels = [shape[0], self.moves.groups * shape[1]];
                let more = match self.output_padding.sizes() {
                    sizes if sizes.iter().all(|size| *size == 0) => String::new(),
                    sizes => format!(", output_padding={}", tuple(sizes)),
                };
                described(channels, &shape[2..], &self.moves, &more, self.bias.is_some())
            }
        }
    };
}

conv_transpose!(
    ConvTranspose1d,
    ConvTranspose1dOptions,
    1,
    conv_transpose1d,
    "L",
    "use nn::{ConvTranspose1d, Forward, Tensor};
let layer = ConvTranspose1d::options(8, 2, 4).stride(4).build();
assert_eq!(layer.forward(&Tensor::zeros([4, 8, 25])).shape(), [4, 2, 100]);"
);
conv_transpose!(
    ConvTranspose2d, ConvTranspose2dOptions, 2, conv_transpose2d, "H, W",
    "use nn::{ConvTranspose2d, Forward, Tensor};
let layer = ConvTranspose2d::options(64, 32, 3).stride(2).padding(1).build();
let x = Tensor::zeros([8, 64, 7, 7]);
assert_eq!((layer.forward(&x).shape(), layer.forward_to(&x, 14).shape()), (&[8, 32, 13, 13][..], &[8, 32, 14, 14][..]));
assert_eq!(
    layer.to_string(),
    \"ConvTranspose2d(64, 32, kernel_size=(3, 3), stride=(2, 2), padding=(1, 1))\"
);"
);
conv_transpose!(
    ConvTranspose3d,
    ConvTranspose3dOptions,
    3,
    conv_transpose3d,
    "D, H, W",
    "use nn::{ConvTranspose3d, Forward, Tensor};
let layer = ConvTranspose3d::new(2, 1, 2);
assert_eq!(layer.forward(&Tensor::zeros([1, 2, 3, 4, 5])).shape(), [1, 1, 4, 5, 6]);"
);

#[cold]
fn too_small(size: &usize, least: usize) -> autograd::Error {
    autograd::Error::argument(format!("output_size must be at least {least}, and is {size}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forward::Forward;

    #[test]
    #[should_panic(expected = "output_padding must be smaller than stride or dilation, and is [2]")]
    fn too_much_output_padding_is_refused() {
        ConvTranspose1d::options(1, 1, 2)
            .stride(2)
            .output_padding(2)
            .build()
            .forward(&Tensor::zeros([1, 1, 3]));
    }

    #[test]
    #[should_panic(expected = "output_size must be at least 5, and is 4")]
    fn sizes_that_the_steps_do_not_leave_open_are_refused() {
        ConvTranspose1d::options(1, 1, 3)
            .stride(2)
            .padding(1)
            .build()
            .forward_to(&Tensor::zeros([1, 1, 3]), 4);
    }

    #[test]
    fn printed_with_its_output_padding() {
        let layer = ConvTranspose2d::options(2, 4, 3)
            .stride(2)
            .output_padding((1, 0))
            .groups(2)
            .bias(false)
            .build();
        assert_eq!(
            layer.to_string(),
            "ConvTranspose2d(2, 4, kernel_size=(3, 3), stride=(2, 2), output_padding=(1, 0), groups=2, bias=False)"
        );
    }
}
