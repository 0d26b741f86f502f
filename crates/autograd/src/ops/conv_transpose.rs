//! Transposed convolutions.

use tensor_core::{Convolution, Error, OrRaise, Shape};

use crate::extent::Extent;
use crate::ops::conv::{ConvOptions, Way, convolved};
use crate::tensor::Tensor;

impl<const D: usize> ConvOptions<D> {
    /// The shape of the output of a transposed convolution for an input and a weight.
    ///
    /// # Errors
    /// If the shapes do not fit, or a number is not one that a convolution takes.
    pub fn transposed_shape(
        &self,
        input: &[usize],
        weight: &[usize],
        output_padding: impl Into<Extent<D>>,
    ) -> Result<Shape, Error> {
        let more = output_padding.into();
        Convolution::transposed(input, weight, self.moves(), more.sizes()).map(|conv| conv.input_shape())
    }
}

macro_rules! conv_transpose {
    ($name:ident, $rank:literal, $sizes:literal, $example:literal) => {
        #[doc = concat!("The transposed convolution of this tensor with a weight, over ", $rank, " last dimensions: the ")]
        #[doc = concat!("gradient of the input of [`conv", $rank, "d`](Tensor::conv", $rank, "d), whose output has this ")]
        /// tensor's shape, plus a bias. `output_padding` places are added at the end of the output, for sizes that the
        /// steps leave open.
        ///
        /// # Shape
        #[doc = concat!("Input `[N, C, ", $sizes, "]` or `[C, ", $sizes, "]`, weight `[C, O / groups, kernel ..]`, bias `[O]`; ")]
        #[doc = concat!("output `[N, O, ", $sizes, "]` or without `N`, with sizes of ")]
        /// `(size - 1) * stride - 2 * padding + dilation * (kernel - 1) + output_padding + 1`.
        ///
        /// Gradient: the convolution of the output's gradient for the input, its windows times the input for the weight,
        /// its sum for the bias.
        ///
        /// ```
        #[doc = $example]
        /// ```
        ///
        /// # Panics
        /// If the shapes do not fit, the output padding is not smaller than stride or dilation, or the element types differ
        /// or are bool.
        #[track_caller]
        pub fn $name(
            &self,
            weight: &Tensor,
            bias: Option<&Tensor>,
            options: ConvOptions<$rank>,
            output_padding: impl Into<Extent<$rank>>,
        ) -> Tensor {
            let (moves, more) = (options.moves(), output_padding.into());
            let conv = Convolution::transposed(self.shape(), weight.shape(), moves, more.sizes()).or_raise();
            convolved(Way::ToInput, self, weight, bias, conv)
        }
    };
}

impl Tensor {
    conv_transpose!(
        conv_transpose1d,
        1,
        "L",
        "# use autograd::{ConvOptions, Tensor};
let (x, w) = (Tensor::from([[1.0, 2.0]]), Tensor::from([[[1.0, 10.0]]]));
let y = x.conv_transpose1d(&w, None, ConvOptions::new().stride(2), 0);
assert_eq!(y.to_vec::<f32>(), [1.0, 10.0, 2.0, 20.0]);"
    );
    conv_transpose!(
        conv_transpose2d,
        2,
        "H, W",
        "# use autograd::{ConvOptions, Tensor};
let (x, w) = (Tensor::ones([8, 16, 7, 7]), Tensor::ones([16, 4, 3, 3]));
let y = x.conv_transpose2d(&w, None, ConvOptions::new().stride(2).padding(1), 1);
assert_eq!(y.shape(), [8, 4, 14, 14]);"
    );
    conv_transpose!(
        conv_transpose3d,
        3,
        "D, H, W",
        "# use autograd::{ConvOptions, Tensor};
let (x, w) = (Tensor::ones([1, 2, 3, 4, 5]), Tensor::ones([2, 1, 2, 2, 2]));
assert_eq!(x.conv_transpose3d(&w, None, ConvOptions::new(), 0).shape(), [1, 1, 4, 5, 6]);"
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gradcheck::{check, check_second};

    fn two(stride: usize, padding: usize, dilation: usize, groups: usize) -> ConvOptions<2> {
        ConvOptions::new()
            .stride(stride)
            .padding(padding)
            .dilation(dilation)
            .groups(groups)
    }

    #[test]
    fn gradients() {
        for (options, weight) in [
            (two(1, 0, 1, 1), [2, 3, 2, 3]),
            (two(2, 1, 1, 1), [2, 3, 3, 3]),
            (two(2, 0, 2, 2), [2, 2, 2, 2]),
        ] {
            let (bias, more) = ([weight[1] * options.groups], options.stride.sizes()[0] - 1);
            check(&[&[2, 2, 3, 2], &weight, &bias], |x| {
                x[0].conv_transpose2d(&x[1], Some(&x[2]), options, more)
            });
            check(&[&[2, 3, 2], &weight], |x| {
                x[0].conv_transpose2d(&x[1], None, options, 0)
            });
        }
        check(&[&[2, 3, 4], &[3, 2, 3], &[2]], |x| {
            x[0].conv_transpose1d(&x[1], Some(&x[2]), ConvOptions::new().stride(3), 1)
        });
    }

    #[test]
    fn second_derivatives() {
        check_second(&[&[2, 3, 3], &[2, 2, 2, 2], &[2]], |x| {
            x[0].conv_transpose2d(&x[1], Some(&x[2]), two(2, 1, 1, 1), 1)
                .square()
        });
    }

    #[test]
    #[should_panic(
        expected = "conv_transpose1d: a weight of shape [3, 1, 2] takes an input with 3 channels, not the 2"
    )]
    fn channels_that_do_not_fit_are_refused() {
        Tensor::zeros([1, 2, 4]).conv_transpose1d(&Tensor::zeros([3, 1, 2]), None, ConvOptions::new(), 0);
    }
}
