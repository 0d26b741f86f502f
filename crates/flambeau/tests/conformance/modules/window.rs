//! Padding, resizing, windows as columns and back, channels as places.

use flambeau::Extent;
use flambeau::nn::{
    ChannelShuffle, CircularPad1d, CircularPad2d, CircularPad3d, ConstantPad1d, ConstantPad2d, ConstantPad3d,
    Fold, PixelShuffle, PixelUnshuffle, ReflectionPad1d, ReflectionPad2d, ReflectionPad3d, ReplicationPad1d,
    ReplicationPad2d, ReplicationPad3d, Sides, Unfold, Upsample, UpsamplingBilinear2d, UpsamplingNearest2d,
    ZeroPad1d, ZeroPad2d, ZeroPad3d,
};

use super::{Row, layer};
use crate::options::set;
use crate::outcome::{Trouble, unspellable};
use crate::reading::Args;

/// A row for each layer that pads so many sides.
macro_rules! pads {
    ($($layer:ident $sides:literal),*; $($constant:ident $of:literal),*) => {&[
        $((stringify!($layer), |m| layer($layer::new(m.get::<Sides<$sides>>("padding")?))),)*
        $((stringify!($constant), |m| {
            layer($constant::new(m.get::<Sides<$of>>("padding")?, m.get::<flambeau::Scalar>("value")?))
        }),)*
    ]};
}

pub(super) const PADS: &[Row] = pads!(
    ZeroPad1d 2, ZeroPad2d 4, ZeroPad3d 6,
    ReflectionPad1d 2, ReflectionPad2d 4, ReflectionPad3d 6,
    ReplicationPad1d 2, ReplicationPad2d 4, ReplicationPad3d 6,
    CircularPad1d 2, CircularPad2d 4, CircularPad3d 6;
    ConstantPad1d 2, ConstantPad2d 4, ConstantPad3d 6
);

pub(super) const TABLE: &[Row] = &[
    ("Upsample", |m| {
        let upsample = match resized(m)? {
            Resized::To(sizes) => Upsample::size(&sizes[..]),
            Resized::By(factors) => Upsample::scale_factor(&factors[..]),
        };
        layer(set!(upsample, m, mode, align_corners, recompute_scale_factor))
    }),
    ("UpsamplingNearest2d", |m| {
        layer(match resized(m)? {
            Resized::To(sizes) => UpsamplingNearest2d::size(&sizes[..]),
            Resized::By(factors) => UpsamplingNearest2d::scale_factor(&factors[..]),
        })
    }),
    ("UpsamplingBilinear2d", |m| {
        layer(match resized(m)? {
            Resized::To(sizes) => UpsamplingBilinear2d::size(&sizes[..]),
            Resized::By(factors) => UpsamplingBilinear2d::scale_factor(&factors[..]),
        })
    }),
    ("Unfold", |m| {
        let unfold = Unfold::new(m.get::<Extent<2>>("kernel_size")?);
        layer(set!(unfold, m, dilation: Extent<2>, padding: Extent<2>, stride: Extent<2>))
    }),
    ("Fold", |m| {
        let fold = Fold::new(
            m.get::<Extent<2>>("output_size")?,
            m.get::<Extent<2>>("kernel_size")?,
        );
        layer(set!(fold, m, dilation: Extent<2>, padding: Extent<2>, stride: Extent<2>))
    }),
    ("PixelShuffle", |m| {
        layer(PixelShuffle::new(m.get("upscale_factor")?))
    }),
    ("PixelUnshuffle", |m| {
        layer(PixelUnshuffle::new(m.get("downscale_factor")?))
    }),
    ("ChannelShuffle", |m| layer(ChannelShuffle::new(m.get("groups")?))),
];

/// What resizing is told.
pub(crate) enum Resized {
    To(Vec<usize>),
    By(Vec<f64>),
}

/// A size or a factor; both, or none, cannot be written here.
pub(crate) fn resized(args: &Args<'_>) -> Result<Resized, Trouble> {
    match (args.maybe("size")?, args.maybe("scale_factor")?) {
        (Some(sizes), None) => Ok(Resized::To(sizes)),
        (None, Some(factors)) => Ok(Resized::By(factors)),
        _ => Err(unspellable("a resizing without a size or a factor, or with both")),
    }
}
