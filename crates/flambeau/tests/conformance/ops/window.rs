//! Convolutions and all else that goes over images by windows: pools, padding, resizing.

use flambeau::{
    ConvOptions, Extent, InterpolateOptions, MaxPoolOptions, PadMode, Padding, Scalar, UnfoldOptions,
};

use super::{Call, Called, Row, ok};
use crate::modules::{Resized, resized};
use crate::options::set;
use crate::outcome::{Trouble, unspellable};

/// A convolution of this many dimensions.
macro_rules! conv {
    ($call:ident, $rank:literal, $c:expr) => {{
        let c = $c;
        let options = set!(
            ConvOptions::<$rank>::new(), c, stride: Extent<$rank>, padding: Padding<$rank>, dilation: Extent<$rank>, groups
        );
        ok(c[0].$call(&c[1], c.operands.get(2), options))
    }};
}

macro_rules! conv_transpose {
    ($call:ident, $rank:literal, $c:expr) => {{
        let c = $c;
        let options = set!(
            ConvOptions::<$rank>::new(), c, stride: Extent<$rank>, padding: Extent<$rank>, dilation: Extent<$rank>, groups
        );
        let more: Extent<$rank> = c.or("output_padding", Extent::from(0))?;
        ok(c[0].$call(&c[1], c.operands.get(2), options, more))
    }};
}

pub(super) const TABLE: &[Row] = &[
    ("conv1d", |c| conv!(conv1d, 1, c)),
    ("conv2d", |c| conv!(conv2d, 2, c)),
    ("conv3d", |c| conv!(conv3d, 3, c)),
    ("conv_transpose1d", |c| conv_transpose!(conv_transpose1d, 1, c)),
    ("conv_transpose2d", |c| conv_transpose!(conv_transpose2d, 2, c)),
    ("conv_transpose3d", |c| conv_transpose!(conv_transpose3d, 3, c)),
    ("max_unpool2d", max_unpool2d),
    ("pad", pad),
    ("interpolate", interpolate),
    ("F_unfold", |c| ok(c[0].unfold_windows(columns(c)?))),
    ("F_fold", |c| {
        ok(c[0].fold(c.get::<Extent<2>>("output_size")?, columns(c)?))
    }),
    ("pixel_shuffle", |c| {
        ok(c[0].pixel_shuffle(c.get("upscale_factor")?))
    }),
    ("pixel_unshuffle", |c| {
        ok(c[0].pixel_unshuffle(c.get("downscale_factor")?))
    }),
];

/// Its size may be the whole shape.
fn max_unpool2d(c: &Call<'_>) -> Called {
    let options = MaxPoolOptions::<2>::new(c.get::<Extent<2>>("kernel_size")?);
    let options = set!(options, c, stride: Extent<2>, padding: Extent<2>);
    let size = c.maybe::<Vec<usize>>("output_size")?;
    let size = size.and_then(|sizes| sizes.last_chunk::<2>().map(|sizes| Extent::from(*sizes)));
    ok(c[0].max_unpool2d(&c[1], options, size))
}

fn pad(c: &Call<'_>) -> Called {
    let pad: Vec<isize> = c.get("pad")?;
    let mode = c.or("mode", PadMode::Constant)?;
    ok(match c.maybe::<Scalar>("value")? {
        Some(value) if mode == PadMode::Constant => c[0].pad_with(&pad, value),
        Some(value) if value.to_f64() != 0.0 => {
            return Err(unspellable("a value around which nothing is padded"));
        }
        _ => c[0].pad(&pad, mode),
    })
}

fn interpolate(c: &Call<'_>) -> Called {
    let options = match resized(c)? {
        Resized::To(sizes) => InterpolateOptions::size(&sizes[..]),
        Resized::By(factors) => InterpolateOptions::scale_factor(&factors[..]),
    };
    let options = set!(options, c, mode, align_corners, recompute_scale_factor, antialias);
    ok(c[0].interpolate(&options))
}

fn columns(c: &Call<'_>) -> Result<UnfoldOptions, Trouble> {
    let windows = UnfoldOptions::new(c.get::<Extent<2>>("kernel_size")?);
    Ok(set!(windows, c, dilation: Extent<2>, padding: Extent<2>, stride: Extent<2>))
}
