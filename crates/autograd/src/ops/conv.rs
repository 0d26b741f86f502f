//! Convolutions, and the two operations that are their gradients. Each of the three has the other two as its gradients.

use tensor_core::{ConvMoves, ConvPadding, Convolution, OrRaise};

use crate::extent::Extent;
use crate::record::{Save, record};
use crate::tensor::Tensor;

/// What surrounds the input of a convolution.
///
/// ```
/// use autograd::Padding;
/// assert_eq!(Padding::<2>::from(1), Padding::from([1, 1]));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Padding<const D: usize> {
    /// As much on both sides of each dimension.
    Each(Extent<D>),
    /// As much as makes the output as large as the input, for stride 1: PyTorch's `"same"`.
    Same,
    /// Nothing: PyTorch's `"valid"`.
    Valid,
}

impl<const D: usize, T: Into<Extent<D>>> From<T> for Padding<D> {
    fn from(sizes: T) -> Self {
        Self::Each(sizes.into())
    }
}

/// How a convolution over `D` dimensions moves. The defaults are PyTorch's.
///
/// ```
/// use autograd::ConvOptions;
/// let options = ConvOptions::<2>::new().stride(2).padding([1, 0]);
/// assert_eq!((options.stride.0, options.groups), ([2, 2], 1));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ConvOptions<const D: usize> {
    /// The step from one window to the next. Default: 1.
    pub stride: Extent<D>,
    /// What surrounds the input. Default: nothing.
    pub padding: Padding<D>,
    /// The step from one element of a window to the next. Default: 1.
    pub dilation: Extent<D>,
    /// Into how many groups the channels are cut, each with kernels of its own. Default: 1.
    pub groups: usize,
}

impl<const D: usize> Default for ConvOptions<D> {
    fn default() -> Self {
        let one = Extent([1; D]);
        Self {
            stride: one,
            padding: Padding::Valid,
            dilation: one,
            groups: 1,
        }
    }
}

impl<const D: usize> ConvOptions<D> {
    /// The defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the step from one window to the next.
    pub fn stride(mut self, stride: impl Into<Extent<D>>) -> Self {
        self.stride = stride.into();
        self
    }

    /// Sets what surrounds the input.
    pub fn padding(mut self, padding: impl Into<Padding<D>>) -> Self {
        self.padding = padding.into();
        self
    }

    /// Sets the step from one element of a window to the next.
    pub fn dilation(mut self, dilation: impl Into<Extent<D>>) -> Self {
        self.dilation = dilation.into();
        self
    }

    /// Sets into how many groups the channels are cut.
    pub fn groups(mut self, groups: usize) -> Self {
        self.groups = groups;
        self
    }

    fn moves(&self) -> ConvMoves<'_> {
        ConvMoves {
            stride: &self.stride.0,
            padding: match &self.padding {
                Padding::Each(sizes) => ConvPadding::Each(&sizes.0),
                Padding::Same => ConvPadding::Same,
                Padding::Valid => ConvPadding::Each(&[0; D]),
            },
            dilation: &self.dilation.0,
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
            output(self, weight, bias, conv)
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
            let conv = Convolution::transposed(self.shape(), weight.shape(), moves, &more.0).or_raise();
            input(self, weight, bias, conv)
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

/// Of the input and the weight, the output.
#[track_caller]
fn output(x: &Tensor, weight: &Tensor, bias: Option<&Tensor>, conv: Convolution) -> Tensor {
    let value = match bias {
        Some(bias) => x.value().conv(&weight.value(), Some(&*bias.value()), &conv),
        None => x.value().conv(&weight.value(), None, &conv),
    };
    let save = [Save::Input(0), Save::Input(1)];
    match bias {
        Some(bias) => record("Convolution", value, [x, weight, bias], save, move |cx| {
            let [x, weight] = cx.saved();
            [
                cx.to(0, |cx| input(&cx.grad, weight, None, conv)),
                cx.to(1, |cx| kernel(x, &cx.grad, conv)),
                cx.to(2, |cx| channels(&cx.grad, &conv)),
            ]
        }),
        None => record("Convolution", value, [x, weight], save, move |cx| {
            let [x, weight] = cx.saved();
            [
                cx.to(0, |cx| input(&cx.grad, weight, None, conv)),
                cx.to(1, |cx| kernel(x, &cx.grad, conv)),
            ]
        }),
    }
}

/// Of the output and the weight, the input, or its gradient.
#[track_caller]
fn input(y: &Tensor, weight: &Tensor, bias: Option<&Tensor>, conv: Convolution) -> Tensor {
    let value = match bias {
        Some(bias) => y.value().conv_input(&weight.value(), Some(&*bias.value()), &conv),
        None => y.value().conv_input(&weight.value(), None, &conv),
    };
    let save = [Save::Input(0), Save::Input(1)];
    match bias {
        Some(bias) => record(
            "ConvolutionTransposed",
            value,
            [y, weight, bias],
            save,
            move |cx| {
                let [y, weight] = cx.saved();
                [
                    cx.to(0, |cx| output(&cx.grad, weight, None, conv)),
                    cx.to(1, |cx| kernel(&cx.grad, y, conv)),
                    cx.to(2, |cx| channels(&cx.grad, &conv)),
                ]
            },
        ),
        None => record("ConvolutionTransposed", value, [y, weight], save, move |cx| {
            let [y, weight] = cx.saved();
            [
                cx.to(0, |cx| output(&cx.grad, weight, None, conv)),
                cx.to(1, |cx| kernel(&cx.grad, y, conv)),
            ]
        }),
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
                cx.to(0, |cx| input(y, &cx.grad, None, conv)),
                cx.to(1, |cx| output(x, &cx.grad, None, conv)),
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
    fn gradients_transposed() {
        for (options, weight) in [
            (two(1, 0, 1, 1), [2, 3, 2, 3]),
            (two(2, 1, 1, 1), [2, 3, 3, 3]),
            (two(2, 0, 2, 2), [2, 2, 2, 2]),
        ] {
            let (bias, more) = ([weight[1] * options.groups], options.stride.0[0] - 1);
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
        check_second(&[&[2, 2, 4, 3], &[2, 2, 2, 2], &[2]], |x| {
            x[0].conv2d(&x[1], Some(&x[2]), two(1, 1, 1, 1)).square()
        });
        check_second(&[&[1, 2, 5, 4], &[2, 1, 3, 2]], |x| {
            x[0].conv2d(&x[1], None, two(2, 1, 1, 2))
        });
        check_second(&[&[2, 3, 3], &[2, 2, 2, 2], &[2]], |x| {
            x[0].conv_transpose2d(&x[1], Some(&x[2]), two(2, 1, 1, 1), 1)
                .square()
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
