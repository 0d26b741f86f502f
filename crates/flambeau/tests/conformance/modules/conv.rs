//! Convolutions.

use flambeau::nn::{
    Conv1d, Conv2d, Conv3d, ConvTranspose1d, ConvTranspose2d, ConvTranspose3d, Forward as _, Lazy,
};
use flambeau::{Extent, Padding};

use super::{Given, Row, called, layer};
use crate::options::set;

/// A convolution of this many dimensions.
macro_rules! conv {
    ($layer:ident, $rank:literal, $m:expr) => {{
        let m = $m;
        let kernel_size: Extent<$rank> = m.get("kernel_size")?;
        let conv = $layer::options(m.get("in_channels")?, m.get("out_channels")?, kernel_size);
        layer(
            set!(
                conv, m, stride: Extent<$rank>, padding: Padding<$rank>, dilation: Extent<$rank>, groups, bias, padding_mode
            )
            .build(),
        )
    }};
}

/// A convolution that learns its channels from its first input.
macro_rules! lazy_conv {
    ($layer:ident, $rank:literal, $padding:ty, $m:expr $(, $more:ident $(: $ty:ty)?)*) => {{
        let m = $m;
        let kernel_size: Extent<$rank> = m.get("kernel_size")?;
        let conv = $layer::options(0, m.get("out_channels")?, kernel_size);
        layer(Lazy::of(set!(
            conv, m, stride: Extent<$rank>, padding: $padding, dilation: Extent<$rank>, groups, bias
            $(, $more $(: $ty)?)*
        )))
    }};
}

/// A transposed convolution, which can be called with the size of what it makes.
macro_rules! conv_transpose {
    ($layer:ident, $rank:literal, $m:expr) => {{
        let m = $m;
        let kernel_size: Extent<$rank> = m.get("kernel_size")?;
        let conv = $layer::options(m.get("in_channels")?, m.get("out_channels")?, kernel_size);
        let conv = set!(
            conv, m, stride: Extent<$rank>, padding: Extent<$rank>, output_padding: Extent<$rank>,
            dilation: Extent<$rank>, groups, bias
        );
        called(conv.build(), |conv: &$layer, x: &Given<'_>| {
            let size = x.args.maybe::<Extent<$rank>>("output_size")?;
            Ok(vec![Some(match size {
                Some(size) => conv.forward_to(&x[0], size),
                None => conv.forward(&x[0]),
            })])
        })
    }};
}

pub(super) const TABLE: &[Row] = &[
    ("Conv1d", |m| conv!(Conv1d, 1, m)),
    ("Conv2d", |m| conv!(Conv2d, 2, m)),
    ("Conv3d", |m| conv!(Conv3d, 3, m)),
    ("LazyConv1d", |m| {
        lazy_conv!(Conv1d, 1, Padding<1>, m, padding_mode)
    }),
    ("LazyConv2d", |m| {
        lazy_conv!(Conv2d, 2, Padding<2>, m, padding_mode)
    }),
    ("LazyConv3d", |m| {
        lazy_conv!(Conv3d, 3, Padding<3>, m, padding_mode)
    }),
    (
        "LazyConvTranspose1d",
        |m| lazy_conv!(ConvTranspose1d, 1, Extent<1>, m, output_padding: Extent<1>),
    ),
    (
        "LazyConvTranspose2d",
        |m| lazy_conv!(ConvTranspose2d, 2, Extent<2>, m, output_padding: Extent<2>),
    ),
    (
        "LazyConvTranspose3d",
        |m| lazy_conv!(ConvTranspose3d, 3, Extent<3>, m, output_padding: Extent<3>),
    ),
    ("ConvTranspose1d", |m| conv_transpose!(ConvTranspose1d, 1, m)),
    ("ConvTranspose2d", |m| conv_transpose!(ConvTranspose2d, 2, m)),
    ("ConvTranspose3d", |m| conv_transpose!(ConvTranspose3d, 3, m)),
];
