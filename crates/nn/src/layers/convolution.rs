//! What convolutions and transposed convolutions have in common: structs, options, what they refuse, what they print.

use autograd::{ConvOptions, Error, Padding, Tensor};

use super::other_dtype;
use crate::init;
use crate::layer_error::LayerError;
use crate::parameter::Parameter;

/// Writes a layer of so many dimensions and the options that it is made of. The weight's first sizes are those options
/// that are named; the layer keeps its own option, and says by `extra_repr(&self) -> String` what is printed.
macro_rules! convolution {
    (
        $(#[$on_layer:meta])*
        struct $layer:ident over $rank:literal dimensions, weight [$first:ident, $second:ident / groups];

        struct $options:ident {
            $(#[$on_padding:meta])*
            padding: $padding:ty,
            $(#[$on_own:meta])*
            $own:ident: $type:ty,
        }
    ) => {
        $(#[$on_layer])*
        #[derive($crate::module::Module)]
        #[module(extra_repr)]
        pub struct $layer {
            #[doc = concat!("`[", stringify!($first), ", ", stringify!($second), " / groups, kernel ..]`.")]
            pub weight: $crate::parameter::Parameter,
            /// `[out_channels]`, unless the layer is without it.
            pub bias: Option<$crate::parameter::Parameter>,
            #[module(skip)]
            moves: ::autograd::ConvOptions<$rank>,
            #[module(skip)]
            $own: $type,
        }

        impl $layer {
            /// A layer with a bias, stride 1 and no padding.
            #[track_caller]
            pub fn new(
                in_channels: usize,
                out_channels: usize,
                kernel_size: impl Into<::autograd::Extent<$rank>>,
            ) -> Self {
                Self::options(in_channels, out_channels, kernel_size).build()
            }

            /// A layer to be made otherwise.
            pub fn options(
                in_channels: usize,
                out_channels: usize,
                kernel_size: impl Into<::autograd::Extent<$rank>>,
            ) -> $options {
                $options::new(in_channels, out_channels, kernel_size)
            }
        }

        $crate::layers::layer!($layer);

        #[doc = concat!("How a [`", stringify!($layer), "`] is made. The defaults are PyTorch's.")]
        #[derive(Clone, Copy, Debug, ::options_derive::Options)]
        #[must_use = "nothing is made until `build` is called"]
        pub struct $options {
            /// How many channels the input has.
            in_channels: usize,
            /// How many channels the output has.
            out_channels: usize,
            /// How many elements a window has.
            #[option(from = ::autograd::Extent<$rank>)]
            kernel_size: ::autograd::Extent<$rank>,
            /// The step from one window to the next.
            #[option(default = ::autograd::Extent::from(1), from = ::autograd::Extent<$rank>)]
            stride: ::autograd::Extent<$rank>,
            $(#[$on_padding])*
            padding: $padding,
            $(#[$on_own])*
            $own: $type,
            /// The step from one element of a window to the next.
            #[option(default = ::autograd::Extent::from(1), from = ::autograd::Extent<$rank>)]
            dilation: ::autograd::Extent<$rank>,
            /// Into how many groups the channels are cut, each with kernels of its own.
            #[option(default = 1)]
            groups: usize,
            /// Whether there is a bias; without it none is drawn.
            #[option(default = true)]
            bias: bool,
        }

        impl $options {
            /// The same for inputs of other channels.
            pub(super) fn of_inputs(self, in_channels: usize) -> Self {
                Self { in_channels, ..self }
            }

            /// The channels of the input, if a weight of this shape is to be the layer's.
            pub(super) fn inputs_of(self, weight: &[usize]) -> Option<usize> {
                let &[first, second, ..] = weight else {
                    return None;
                };
                let second = second.saturating_mul(self.groups);
                Some(Self { $first: first, $second: second, ..self }.in_channels)
            }

            /// Makes the layer, in the [default element type](autograd::with_dtype) and from the
            /// [default generator](autograd::with_generator).
            ///
            /// # Panics
            /// If the groups do not divide the channels, or the padding does not go with the stride.
            #[track_caller]
            pub fn build(self) -> $layer {
                use ::autograd::OrRaise;
                use $crate::layers::convolution::{check, drawn};
                let Self { in_channels, out_channels, stride, dilation, groups, $own, .. } = self;
                let moves = ::autograd::ConvOptions { stride, padding: self.padding.into(), dilation, groups };
                check(stringify!($layer), [in_channels, out_channels], &moves).or_raise();
                let channels = [self.$first, self.$second / groups];
                let bias = self.bias.then_some(out_channels);
                let (weight, bias) = drawn(channels, self.kernel_size.sizes(), bias);
                $layer { weight, bias, moves, $own }
            }
        }
    };
}
pub(super) use convolution;

/// Refuses groups that do not divide both numbers of channels, and steps beside a padding that keeps sizes.
pub(super) fn check<const D: usize>(
    name: &str,
    channels: [usize; 2],
    moves: &ConvOptions<D>,
) -> Result<(), Error> {
    let ([inputs, outputs], groups) = (channels, moves.groups);
    if groups == 0 || channels.iter().any(|channels| !channels.is_multiple_of(groups)) {
        return Err(Error::argument(format!(
            "{name}: groups={groups} must divide in_channels={inputs} and out_channels={outputs}"
        )));
    }
    let stride = moves.stride.sizes();
    if moves.padding == Padding::Same && stride != &[1; D] {
        return Err(Error::argument(format!(
            "{name}: padding=\"same\" is for stride 1, not {stride:?}"
        )));
    }
    Ok(())
}

/// A weight of these sizes, and a bias for so many channels, with their first elements.
#[track_caller]
pub(super) fn drawn(
    channels: [usize; 2],
    kernel: &[usize],
    bias: Option<usize>,
) -> (Parameter, Option<Parameter>) {
    let weight = Parameter::new(Tensor::zeros(&[&channels, kernel].concat()[..]));
    let bias = Error::raise_memory_here(|| {
        let bias = bias.map(|channels| Parameter::new(Tensor::zeros(channels)));
        init::linear_(&weight, bias.as_deref());
        bias
    });
    (weight, bias)
}

/// Refuses an input with other channels or of another element type than the weight takes.
pub(super) fn check_input(
    x: &Tensor,
    weight: &Tensor,
    rank: usize,
    channels: usize,
) -> Result<(), LayerError> {
    if let Some(dim) = x.rank().checked_sub(rank + 1).filter(|dim| *dim <= 1)
        && x.shape()[dim] != channels
    {
        return Err(LayerError::size(x, dim as isize, channels));
    }
    if x.dtype() != weight.dtype() {
        return Err(other_dtype(x, weight));
    }
    Ok(())
}

/// What a convolution prints between its parentheses; `more` stands behind the dilation.
pub(super) fn described<const D: usize>(
    [inputs, outputs]: [usize; 2],
    kernel: &[usize],
    moves: &ConvOptions<D>,
    more: &str,
    has_bias: bool,
) -> String {
    let mut text = format!(
        "{inputs}, {outputs}, kernel_size={}, stride={}",
        tuple(kernel),
        tuple(moves.stride.sizes())
    );
    match &moves.padding {
        Padding::Each(sizes) if sizes.sizes() != &[0; D] => {
            text += &format!(", padding={}", tuple(sizes.sizes()));
        }
        Padding::Each(_) => {}
        Padding::Same => text += ", padding=same",
        Padding::Valid => text += ", padding=valid",
    }
    if moves.dilation.sizes() != &[1; D] {
        text += &format!(", dilation={}", tuple(moves.dilation.sizes()));
    }
    text += more;
    if moves.groups != 1 {
        text += &format!(", groups={}", moves.groups);
    }
    if !has_bias {
        text += ", bias=False";
    }
    text
}

/// Sizes as Python writes a tuple.
pub(super) fn tuple(sizes: &[usize]) -> String {
    let list: Vec<String> = sizes.iter().map(usize::to_string).collect();
    format!("({}{})", list.join(", "), if sizes.len() == 1 { "," } else { "" })
}
