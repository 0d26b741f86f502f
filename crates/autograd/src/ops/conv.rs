//! Convolutions, and the two operations that are their gradients. Each of the three has the other two as its gradients.

use options_derive::Options;
use tensor_core::{ConvMoves, ConvPadding, Convolution, Error, OrRaise, Shape};

use crate::extent::{Extent, Padding};
use crate::record::{Context, Save, record};
use crate::tensor::Tensor;

/// How a convolution over `D` dimensions moves. The defaults are PyTorch's.
///
/// ```
/// use autograd::ConvOptions;
/// let options = ConvOptions::<2>::new().stride(2).padding([1, 0]);
/// assert_eq!((options.stride.sizes(), options.groups), (&[2, 2], 1));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Options)]
pub struct ConvOptions<const D: usize> {
    /// The step from one window to the next.
    #[option(default = Extent::from(1), from = Extent<D>)]
    pub stride: Extent<D>,
    /// What surrounds the input.
    #[option(default = Padding::Valid, from = Padding<D>)]
    pub padding: Padding<D>,
    /// The step from one element of a window to the next.
    #[option(default = Extent::from(1), from = Extent<D>)]
    pub dilation: Extent<D>,
    /// Into how many groups the channels are cut, each with kernels of its own.
    #[option(default = 1)]
    pub groups: usize,
}

impl<const D: usize> ConvOptions<D> {
    /// The shape of the output for an input and a weight.
    ///
    /// # Errors
    /// If the shapes do not fit, or a number is not one that a convolution takes.
    pub fn output_shape(&self, input: &[usize], weight: &[usize]) -> Result<Shape, Error> {
        Convolution::new(input, weight, self.moves()).map(|conv| conv.output_shape())
    }

    pub(super) fn moves(&self) -> ConvMoves<'_> {
        ConvMoves {
            stride: self.stride.sizes(),
            padding: match &self.padding {
                Padding::Each(sizes) => ConvPadding::Each(sizes.sizes()),
                Padding::Same => ConvPadding::Same,
                Padding::Valid => ConvPadding::Each(&[0; D]),
            },
            dilation: self.dilation.sizes(),
            groups: self.groups,
        }
    }
}

macro_rules! conv {
    ($name:ident, $rank:literal, $sizes:literal, $example:literal) => {
        #[doc = concat!("The convolution of this tensor with a weight, over ", $rank, " last dimensions, as one operation: ")]
        /// of each window that `options` lay over the padded input, the sum of its products with each output channel's
        /// weights, plus its bias. As in PyTorch, the kernel is not turned round.
        ///
        /// # Shape
        #[doc = concat!("Input `[N, C, ", $sizes, "]` or `[C, ", $sizes, "]`, weight `[O, C / groups, kernel ..]`, bias `[O]`; ")]
        #[doc = concat!("output `[N, O, ", $sizes, "]` or without `N`, with sizes of ")]
        /// `(size + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1`, rounded down.
        ///
        /// Gradient: weights times the output's gradient for the input, windows times it for the weight, its sum for the
        /// bias.
        ///
        /// ```
        #[doc = $example]
        /// ```
        ///
        /// # Panics
        /// If the shapes do not fit, or the element types differ or are bool.
        #[track_caller]
        pub fn $name(&self, weight: &Tensor, bias: Option<&Tensor>, options: ConvOptions<$rank>) -> Tensor {
            let conv = Convolution::new(self.shape(), weight.shape(), options.moves()).or_raise();
            convolved(Way::ToOutput, self, weight, bias, conv)
        }
    };
}

impl Tensor {
    conv!(
        conv1d,
        1,
        "L",
        "# use autograd::{ConvOptions, Tensor};
let (x, w) = (Tensor::from([[1.0, 2.0, 3.0, 4.0]]), Tensor::from([[[1.0, 10.0]]]));
assert_eq!(x.conv1d(&w, None, ConvOptions::new()).to_vec::<f32>(), [21.0, 32.0, 43.0]);"
    );
    conv!(
        conv2d,
        2,
        "H, W",
        "# use autograd::{ConvOptions, Tensor};
let (x, w, b) = (Tensor::ones([8, 3, 32, 32]), Tensor::ones([16, 3, 3, 3]), Tensor::zeros(16));
let y = x.conv2d(&w, Some(&b), ConvOptions::new().stride(2).padding(1));
assert_eq!((y.shape(), y.get(0).get(0).get(5).get(5).item()), (&[8, 16, 16, 16][..], 27.0));"
    );
    conv!(
        conv3d,
        3,
        "D, H, W",
        "# use autograd::{ConvOptions, Padding, Tensor};
let (x, w) = (Tensor::ones([1, 2, 5, 6, 7]), Tensor::ones([4, 2, 3, 3, 3]));
assert_eq!(x.conv3d(&w, None, ConvOptions::new().padding(Padding::Same)).shape(), [1, 4, 5, 6, 7]);"
    );
}

/// Which of a convolution's input and output is computed of the other and the weight.
#[derive(Clone, Copy)]
pub(super) enum Way {
    ToOutput,
    /// Which is its gradient, or a transposed convolution.
    ToInput,
}

/// Of the input and the weight, the output, or the other way round.
#[track_caller]
pub(super) fn convolved(
    way: Way,
    x: &Tensor,
    weight: &Tensor,
    bias: Option<&Tensor>,
    conv: Convolution,
) -> Tensor {
    let (name, value) = {
        let (x, weight, bias) = (x.value(), weight.value(), bias.map(Tensor::value));
        match way {
            Way::ToOutput => ("Convolution", x.conv(&weight, bias.as_deref(), &conv)),
            Way::ToInput => (
                "ConvolutionTransposed",
                x.conv_input(&weight, bias.as_deref(), &conv),
            ),
        }
    };
    let gradients = move |cx: &Context<'_, 2>| {
        let [x, weight] = cx.saved();
        match way {
            Way::ToOutput => [
                cx.to(0, |cx| convolved(Way::ToInput, &cx.grad, weight, None, conv)),
                cx.to(1, |cx| kernel(x, &cx.grad, conv)),
            ],
            Way::ToInput => [
                cx.to(0, |cx| convolved(Way::ToOutput, &cx.grad, weight, None, conv)),
                cx.to(1, |cx| kernel(&cx.grad, x, conv)),
            ],
        }
    };
    let save = [Save::Input(0), Save::Input(1)];
    match bias {
        Some(bias) => record(name, value, [x, weight, bias], save, move |cx| {
            let [of_x, of_weight] = gradients(&cx);
            [of_x, of_weight, cx.to(2, |cx| channels(&cx.grad, &conv))]
        }),
        None => record(name, value, [x, weight], save, move |cx| gradients(&cx)),
    }
}

/// Of the input and the output, the weight's gradient.
#[track_caller]
fn kernel(x: &Tensor, y: &Tensor, conv: Convolution) -> Tensor {
    let value = x.value().conv_weight(&y.value(), &conv);
    record(
        "ConvolutionWeight",
        value,
        [x, y],
        [Save::Input(0), Save::Input(1)],
        move |cx| {
            let [x, y] = cx.saved();
            [
                cx.to(0, |cx| convolved(Way::ToInput, y, &cx.grad, None, conv)),
                cx.to(1, |cx| convolved(Way::ToOutput, x, &cx.grad, None, conv)),
            ]
        },
    )
}

/// The sum of each channel: the bias's gradient.
fn channels(grad: &Tensor, conv: &Convolution) -> Tensor {
    let channel = usize::from(conv.is_batched());
    let others: Vec<isize> = (0..grad.rank())
        .filter(|dim| *dim != channel)
        .map(|dim| dim as isize)
        .collect();
    grad.sum_dim(&others[..], false)
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
            (two(1, 0, 1, 1), [3, 2, 2, 3]),
            (two(2, 1, 1, 1), [3, 2, 3, 3]),
            (two(1, 2, 2, 2), [4, 1, 2, 2]),
            (two(3, 1, 1, 2), [2, 1, 3, 2]),
        ] {
            let bias = [weight[0]];
            check(&[&[2, 2, 5, 4], &weight, &bias], |x| {
                x[0].conv2d(&x[1], Some(&x[2]), options)
            });
            check(&[&[2, 5, 4], &weight], |x| x[0].conv2d(&x[1], None, options));
        }
        check(&[&[2, 3, 7], &[4, 3, 3], &[4]], |x| {
            x[0].conv1d(&x[1], Some(&x[2]), ConvOptions::new().padding(Padding::Same))
        });
        check(&[&[1, 2, 3, 4, 3], &[2, 2, 2, 2, 2]], |x| {
            x[0].conv3d(&x[1], None, ConvOptions::new().stride((1, 2, 1)))
        });
    }

    #[test]
    fn second_derivatives() {
        check_second(&[&[2, 2, 4, 3], &[2, 2, 2, 2], &[2]], |x| {
            x[0].conv2d(&x[1], Some(&x[2]), two(1, 1, 1, 1)).square()
        });
        check_second(&[&[1, 2, 5, 4], &[2, 1, 3, 2]], |x| {
            x[0].conv2d(&x[1], None, two(2, 1, 1, 2))
        });
    }

    #[test]
    #[should_panic(
        expected = "conv1d: a weight of shape [1, 2, 2] with groups=1 takes an input with 2 channels, not the 3"
    )]
    fn channels_that_do_not_fit_are_refused() {
        Tensor::zeros([1, 3, 4]).conv1d(&Tensor::zeros([1, 2, 2]), None, ConvOptions::new());
    }

    #[test]
    #[should_panic(expected = "conv: a bias for 1 channels has shape [1], not [3]")]
    fn a_bias_that_does_not_fit_is_refused() {
        let bias = Tensor::zeros(3);
        Tensor::zeros([1, 2, 4]).conv1d(&Tensor::zeros([1, 2, 2]), Some(&bias), ConvOptions::new());
    }
}
