//! Convolutions, and the two parts of one that are its gradients.

use crate::array::{Array, matmul_dtype};
use crate::dtype::{DType, dispatch};
use crate::error::OrRaise;
use crate::kernel::conv::{Convolved, Operands, Part, convolve};
use crate::kernel::convert::Compute;
use crate::shape::{Convolution, Shape, check_conv_bias};

impl Array {
    /// The convolution of `self`, `[N, C, ..]`, with a weight `[O, C / groups, kernel ..]` and a bias `[O]`, to
    /// `[N, O, ..]`.
    ///
    /// ```
    /// use tensor_core::{Array, ConvMoves, Convolution, ConvPadding};
    /// let (x, w) = (Array::from([[1.0, 2.0, 3.0, 4.0]]), Array::from([[[1.0, 10.0]]]));
    /// let moves = ConvMoves { stride: &[1], padding: ConvPadding::Each(&[0]), dilation: &[1], groups: 1 };
    /// let conv = Convolution::new(x.shape(), w.shape(), moves).unwrap();
    /// assert_eq!(x.conv(&w, None, &conv).to_vec::<f32>(), [21.0, 32.0, 43.0]);
    /// ```
    ///
    /// # Panics
    /// If the shapes are not those of `conv`, or the element types differ or are bool.
    #[track_caller]
    pub fn conv(&self, weight: &Array, bias: Option<&Array>, conv: &Convolution) -> Array {
        check_bias(bias, conv.output_channels());
        convolved(conv, Part::Output, [self, weight], bias, &conv.output_shape())
    }

    /// The input's part of a convolution, of an output `self`, `[N, O, ..]`, and a weight: the input's gradient, or what
    /// a transposed convolution gives, with a bias `[C]`.
    ///
    /// ```
    /// use tensor_core::{Array, ConvMoves, Convolution, ConvPadding};
    /// let (y, w) = (Array::from([[1.0, 2.0]]), Array::from([[[1.0, 10.0]]]));
    /// let moves = ConvMoves { stride: &[2], padding: ConvPadding::Each(&[0]), dilation: &[1], groups: 1 };
    /// let conv = Convolution::transposed(y.shape(), w.shape(), moves, &[0]).unwrap();
    /// assert_eq!(y.conv_input(&w, None, &conv).to_vec::<f32>(), [1.0, 10.0, 2.0, 20.0]);
    /// ```
    ///
    /// # Panics
    /// If the shapes are not those of `conv`, or the element types differ or are bool.
    #[track_caller]
    pub fn conv_input(&self, weight: &Array, bias: Option<&Array>, conv: &Convolution) -> Array {
        check_bias(bias, conv.input_channels());
        convolved(conv, Part::Input, [self, weight], bias, &conv.input_shape())
    }

    /// The weight's part of a convolution, of an input `self` and an output: the weight's gradient.
    ///
    /// ```
    /// use tensor_core::{Array, ConvMoves, Convolution, ConvPadding};
    /// let (x, y) = (Array::from([[1.0, 2.0, 3.0]]), Array::from([[1.0, 10.0]]));
    /// let moves = ConvMoves { stride: &[1], padding: ConvPadding::Each(&[0]), dilation: &[1], groups: 1 };
    /// let conv = Convolution::new(x.shape(), &[1, 1, 2], moves).unwrap();
    /// assert_eq!(x.conv_weight(&y, &conv).to_vec::<f32>(), [21.0, 32.0]);
    /// ```
    ///
    /// # Panics
    /// If the shapes are not those of `conv`, or the element types differ or are bool.
    #[track_caller]
    pub fn conv_weight(&self, output: &Array, conv: &Convolution) -> Array {
        convolved(conv, Part::Weight, [self, output], None, &conv.weight_shape())
    }
}

#[track_caller]
fn check_bias(bias: Option<&Array>, channels: usize) {
    if let Some(bias) = bias {
        check_conv_bias("conv", channels, bias.shape()).or_raise();
    }
}

#[track_caller]
fn convolved(
    conv: &Convolution,
    part: Part,
    [first, second]: [&Array; 2],
    bias: Option<&Array>,
    shape: &Shape,
) -> Array {
    let mut dtype = matmul_dtype(first.dtype(), second.dtype()).or_raise();
    if let Some(bias) = bias {
        dtype = matmul_dtype(dtype, bias.dtype()).or_raise();
    }
    dispatch!(dtype, T: Number => of_type::<T>(conv, part, [first, second], bias, dtype, shape))
}

#[track_caller]
fn of_type<T: Compute + Convolved>(
    conv: &Convolution,
    part: Part,
    given: [&Array; 2],
    bias: Option<&Array>,
    dtype: DType,
    shape: &Shape,
) -> Array {
    // Kernels read what lies in order.
    let (first, second) = (given[0].contiguous(), given[1].contiguous());
    let bias = bias.map(|bias| bias.contiguous().computable());
    Array::computed_with_room([&first, &second], dtype, shape, |given, out: &mut [T]| {
        let [first, second] = given.map(|array| array.as_slice().unwrap_or_default());
        let bias = bias.as_ref().map(|bias| bias.as_slice().unwrap_or_default());
        convolve(
            conv,
            part,
            Operands {
                first,
                second,
                bias,
                out,
            },
        );
    })
}
