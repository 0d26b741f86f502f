//! [`Conv1d`], [`Conv2d`], [`Conv3d`]: convolutions with weights to be learned.

use autograd::{ConvOptions, PadMode, Padding, Tensor};
use tensor_core::Pads;

use super::convolution::{check_input, convolution, described};
use crate::layer_error::LayerError;

/// Writes the layer of one number of dimensions.
macro_rules! conv {
    ($layer:ident, $options:ident, $rank:literal, $call:ident, $sizes:literal, $example:literal) => {
        convolution! {
            #[doc = concat!("A convolution over the last ", $rank, " dimensions: of each window that the kernel lays over the input, ")]
            /// for each output channel the sum of its products with weights, plus a bias.
            ///
            /// Weight and bias begin uniform in ±1/sqrt(n) for n elements of a window: PyTorch's numbers, if the generator is
            /// PyTorch's.
            ///
            /// # Shape
            #[doc = concat!("`[N, in_channels, ", $sizes, "]` or without `N` to `[N, out_channels, ", $sizes, "]`, with sizes of ")]
            /// `(size + 2 * padding - dilation * (kernel_size - 1) - 1) / stride + 1`, rounded down.
            ///
            /// ```
            #[doc = $example]
            /// ```
            struct $layer over $rank dimensions, weight [out_channels, in_channels / groups];

            struct $options {
                /// What surrounds the input; [`Padding::Same`] goes with stride 1 alone.
                #[option(default = Padding::from(0), from = Padding<$rank>)]
                padding: Padding<$rank>,
                /// What the padding is made of: zeros, or what the modes of [`Tensor::pad`] make.
                #[option(default = PadMode::Constant)]
                padding_mode: PadMode,
            }
        }

        impl $layer {
            fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
                let (moves, padding) = (&self.moves, self.padding_mode);
                let padded = padded::<$rank>(x, &self.weight, moves, padding, moves.groups * self.weight.shape()[1])?;
                let (x, moves) = match &padded {
                    Some(padded) => (padded, &ConvOptions { padding: Padding::Valid, ..*moves }),
                    None => (x, moves),
                };
                moves.output_shape(x.shape(), self.weight.shape())?;
                Ok(x.$call(&self.weight, self.bias.as_deref(), *moves))
            }

            fn extra_repr(&self) -> String {
                let shape = self.weight.shape();
                let channels = [self.moves.groups * shape[1], shape[0]];
                let tail = match self.padding_mode {
                    PadMode::Constant => String::new(),
                    mode => format!(", padding_mode={}", format!("{mode:?}").to_lowercase()),
                };
                described(channels, &shape[2..], &self.moves, "", self.bias.is_some()) + &tail
            }
        }
    };
}

conv!(
    Conv1d,
    Conv1dOptions,
    1,
    conv1d,
    "L",
    "use nn::{Conv1d, Forward, Padding, Tensor};
let layer = Conv1d::options(2, 8, 5).padding(Padding::Same).build();
assert_eq!(layer.forward(&Tensor::zeros([4, 2, 100])).shape(), [4, 8, 100]);
assert_eq!(layer.to_string(), \"Conv1d(2, 8, kernel_size=(5,), stride=(1,), padding=same)\");"
);
conv!(
    Conv2d,
    Conv2dOptions,
    2,
    conv2d,
    "H, W",
    "use nn::{Conv2d, Forward, PadMode, Tensor};
let layer = Conv2d::new(1, 32, 3);
assert_eq!(layer.forward(&Tensor::zeros([8, 1, 28, 28])).shape(), [8, 32, 26, 26]);
assert_eq!(layer.to_string(), \"Conv2d(1, 32, kernel_size=(3, 3), stride=(1, 1))\");
let halves = Conv2d::options(32, 64, 3).stride(2).padding(1).padding_mode(PadMode::Reflect).build();
assert_eq!(halves.forward(&Tensor::zeros([8, 32, 28, 28])).shape(), [8, 64, 14, 14]);"
);
conv!(
    Conv3d,
    Conv3dOptions,
    3,
    conv3d,
    "D, H, W",
    "use nn::{Conv3d, Forward, Tensor};
let layer = Conv3d::options(1, 4, (1, 3, 3)).bias(false).build();
assert_eq!(layer.forward(&Tensor::zeros([2, 1, 5, 6, 7])).shape(), [2, 4, 5, 4, 5]);"
);

/// The input with padding that is no zeros, if it is padded so.
fn padded<const D: usize>(
    x: &Tensor,
    weight: &Tensor,
    moves: &ConvOptions<D>,
    mode: PadMode,
    channels: usize,
) -> Result<Option<Tensor>, LayerError> {
    check_input(x, weight, D, channels)?;
    if mode == PadMode::Constant {
        return Ok(None);
    }
    let mut pad = Vec::with_capacity(2 * D);
    for dim in (0..D).rev() {
        let [before, after] = match &moves.padding {
            Padding::Each(sizes) => [sizes.sizes()[dim]; 2],
            Padding::Valid => [0; 2],
            Padding::Same => {
                let whole =
                    moves.dilation.sizes()[dim].saturating_mul(weight.shape()[2 + dim].saturating_sub(1));
                [whole / 2, whole - whole / 2]
            }
        };
        pad.extend([before, after].map(|size| isize::try_from(size).unwrap_or(isize::MAX)));
    }
    Pads::new(x.shape(), &pad, mode)?;
    Ok(Some(x.pad(pad, mode)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forward::Forward;
    use crate::layers::{Linear, ReLU, Sequential};

    #[test]
    fn padding_of_other_kinds_is_made_before() {
        let x = Tensor::arange(0, 12, 1)
            .reshape([1, 1, 3, 4])
            .to_dtype(autograd::DType::F32);
        for mode in [PadMode::Reflect, PadMode::Replicate, PadMode::Circular] {
            let layer = Conv2d::options(1, 2, (3, 2))
                .padding((1, 2))
                .padding_mode(mode)
                .build();
            let by_hand =
                x.pad([2, 2, 1, 1], mode)
                    .conv2d(&layer.weight, layer.bias.as_deref(), ConvOptions::new());
            assert_eq!(layer.forward(&x).to_vec::<f32>(), by_hand.to_vec::<f32>());
        }
    }

    #[test]
    #[should_panic(expected = "and its dimension 1 must be 3")]
    fn other_channels_are_refused() {
        Conv2d::new(3, 4, 3).forward(&Tensor::zeros([2, 1, 5, 5]));
    }

    #[test]
    #[should_panic(
        expected = "Conv1d(1, 1, kernel_size=(6,), stride=(1,)): conv1d: a window of [6] elements does not fit"
    )]
    fn an_input_that_is_too_small_is_refused() {
        Conv1d::new(1, 1, 6).forward(&Tensor::zeros([1, 1, 5]));
    }

    #[test]
    #[should_panic(expected = "Conv2d: groups=2 must divide in_channels=2 and out_channels=3")]
    fn groups_that_do_not_divide_are_refused() {
        Conv2d::options(2, 3, 1).groups(2).build();
    }

    #[test]
    #[should_panic(expected = "Conv1d: padding=\"same\" is for stride 1, not [2]")]
    fn steps_do_not_keep_sizes() {
        Conv1d::options(2, 2, 3).padding(Padding::Same).stride(2).build();
    }

    #[test]
    fn a_chain_names_the_layer_that_gave_the_channels() {
        let chain: Sequential = crate::sequential![
            Conv2d::new(1, 4, 3),
            ReLU,
            Conv2d::new(8, 1, 3),
            Linear::new(1, 1)
        ];
        let error = crate::check_call(&chain, || chain.forward(&Tensor::zeros([1, 1, 8, 8]))).unwrap_err();
        assert_eq!(
            error.to_string(),
            "2 (Conv2d(8, 1, kernel_size=(3, 3), stride=(1, 1))): input has shape [1, 4, 6, 6], and its dimension 1 \
             must be 8; 0 gives 4"
        );
    }
}
