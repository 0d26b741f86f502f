//! Convolutions.

use flambeau::nn::{Conv1d, Conv2d, Conv3d, ConvTranspose1d, ConvTranspose2d, ConvTranspose3d, Forward as _};
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
    ("ConvTranspose1d", |m| conv_transpose!(ConvTranspose1d, 1, m)),
    ("ConvTranspose2d", |m| conv_transpose!(ConvTranspose2d, 2, m)),
    ("ConvTranspose3d", |m| conv_transpose!(ConvTranspose3d, 3, m)),
];
