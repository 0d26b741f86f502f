//! Pooling, and its inverse.

use flambeau::nn::{
    AdaptiveAvgPool1d, AdaptiveAvgPool2d, AdaptiveAvgPool3d, AdaptiveMaxPool1d, AdaptiveMaxPool2d,
    AdaptiveMaxPool3d, AvgPool1d, AvgPool2d, AvgPool3d, FractionalMaxPool2d, FractionalMaxPool3d, LPPool1d,
    LPPool2d, LPPool3d, MaxPool1d, MaxPool2d, MaxPool3d, MaxUnpool1d, MaxUnpool2d, MaxUnpool3d,
};
use flambeau::{Extent, OutputSize, Scalar};

use super::{Given, Row, called, layer};
use crate::options::set;
use crate::outcome::unspellable;

/// A pool of the largest elements: a layer, unless it gives their places as well.
macro_rules! largest {
    ($pool:expr, $m:expr) => {{
        let pool = $pool;
        if $m.or("return_indices", false)? {
            called(pool, |pool, x| pool.forward_with_indices(&x[0]))
        } else {
            layer(pool)
        }
    }};
}

macro_rules! max_pool {
    ($layer:ident, $rank:literal, $m:expr) => {{
        let m = $m;
        let pool = $layer::new(m.get::<Extent<$rank>>("kernel_size")?);
        let pool = set!(
            pool, m, stride: Extent<$rank>, padding: Extent<$rank>, dilation: Extent<$rank>, ceil_mode
        );
        largest!(pool, m)
    }};
}

macro_rules! avg_pool {
    ($layer:ident, $rank:literal, $m:expr $(, $divisor:ident)?) => {{
        let m = $m;
        let pool = $layer::new(m.get::<Extent<$rank>>("kernel_size")?);
        layer(set!(
            pool, m, stride: Extent<$rank>, padding: Extent<$rank>, ceil_mode, count_include_pad $(, $divisor)?
        ))
    }};
}

macro_rules! unpool {
    ($layer:ident, $rank:literal, $m:expr) => {{
        let m = $m;
        let unpool = $layer::new(m.get::<Extent<$rank>>("kernel_size")?);
        let unpool = set!(unpool, m, stride: Extent<$rank>, padding: Extent<$rank>);
        called(unpool, |unpool: &$layer, x: &Given<'_>| unpool.forward(&x[0], &x[1]))
    }};
}

macro_rules! adaptive {
    ($layer:ident, $rank:literal, $m:expr) => {
        $layer::new($m.get::<OutputSize<$rank>>("output_size")?)
    };
}

macro_rules! lp_pool {
    ($layer:ident, $rank:literal, $m:expr) => {{
        let m = $m;
        let pool = $layer::new(m.get::<Scalar>("norm_type")?, m.get::<Extent<$rank>>("kernel_size")?);
        layer(set!(pool, m, stride: Extent<$rank>, ceil_mode))
    }};
}

/// With the samples that decide where windows begin as a second input.
macro_rules! fractional {
    ($layer:ident, $rank:literal, $m:expr) => {{
        let m = $m;
        let kernel: Extent<$rank> = m.get("kernel_size")?;
        let pool = match (
            m.maybe::<Extent<$rank>>("output_size")?,
            m.maybe::<Vec<f64>>("output_ratio")?,
        ) {
            (Some(size), None) => $layer::new(kernel, size),
            (None, Some(ratio)) => {
                let ratio = if ratio.len() == 1 {
                    vec![ratio[0]; $rank]
                } else {
                    ratio
                };
                let ratio = <[f64; $rank]>::try_from(ratio);
                $layer::with_ratio(kernel, ratio.map_err(|_| unspellable("other ratios"))?)
            }
            _ => return Err(unspellable("a size and a ratio, or none")),
        };
        let indices = m.or("return_indices", false)?;
        called(pool, move |pool: &$layer, x: &Given<'_>| {
            let (y, places) = match x.tensors.get(1) {
                Some(samples) => pool.forward_by(&x[0], samples),
                None => pool.forward_with_indices(&x[0]),
            };
            Ok(match indices {
                true => vec![Some(y), Some(places)],
                false => vec![Some(y)],
            })
        })
    }};
}

pub(super) const TABLE: &[Row] = &[
    ("MaxPool1d", |m| max_pool!(MaxPool1d, 1, m)),
    ("MaxPool2d", |m| max_pool!(MaxPool2d, 2, m)),
    ("MaxPool3d", |m| max_pool!(MaxPool3d, 3, m)),
    ("AvgPool1d", |m| avg_pool!(AvgPool1d, 1, m)),
    ("AvgPool2d", |m| avg_pool!(AvgPool2d, 2, m, divisor_override)),
    ("AvgPool3d", |m| avg_pool!(AvgPool3d, 3, m, divisor_override)),
    ("LPPool1d", |m| lp_pool!(LPPool1d, 1, m)),
    ("LPPool2d", |m| lp_pool!(LPPool2d, 2, m)),
    ("LPPool3d", |m| lp_pool!(LPPool3d, 3, m)),
    ("FractionalMaxPool2d", |m| fractional!(FractionalMaxPool2d, 2, m)),
    ("FractionalMaxPool3d", |m| fractional!(FractionalMaxPool3d, 3, m)),
    ("MaxUnpool1d", |m| unpool!(MaxUnpool1d, 1, m)),
    ("MaxUnpool2d", |m| unpool!(MaxUnpool2d, 2, m)),
    ("MaxUnpool3d", |m| unpool!(MaxUnpool3d, 3, m)),
    ("AdaptiveAvgPool1d", |m| layer(adaptive!(AdaptiveAvgPool1d, 1, m))),
    ("AdaptiveAvgPool2d", |m| layer(adaptive!(AdaptiveAvgPool2d, 2, m))),
    ("AdaptiveAvgPool3d", |m| layer(adaptive!(AdaptiveAvgPool3d, 3, m))),
    ("AdaptiveMaxPool1d", |m| {
        largest!(adaptive!(AdaptiveMaxPool1d, 1, m), m)
    }),
    ("AdaptiveMaxPool2d", |m| {
        largest!(adaptive!(AdaptiveMaxPool2d, 2, m), m)
    }),
    ("AdaptiveMaxPool3d", |m| {
        largest!(adaptive!(AdaptiveMaxPool3d, 3, m), m)
    }),
];
