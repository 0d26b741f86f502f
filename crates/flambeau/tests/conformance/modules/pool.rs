//! Pooling, and its inverse.

use flambeau::nn::{
    AdaptiveAvgPool1d, AdaptiveAvgPool2d, AdaptiveAvgPool3d, AdaptiveMaxPool1d, AdaptiveMaxPool2d,
    AdaptiveMaxPool3d, AvgPool1d, AvgPool2d, AvgPool3d, MaxPool1d, MaxPool2d, MaxPool3d, MaxUnpool1d,
    MaxUnpool2d, MaxUnpool3d,
};
use flambeau::{Extent, OutputSize};

use super::{Given, Row, called, layer};
use crate::options::set;

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

pub(super) const TABLE: &[Row] = &[
    ("MaxPool1d", |m| max_pool!(MaxPool1d, 1, m)),
    ("MaxPool2d", |m| max_pool!(MaxPool2d, 2, m)),
    ("MaxPool3d", |m| max_pool!(MaxPool3d, 3, m)),
    ("AvgPool1d", |m| avg_pool!(AvgPool1d, 1, m)),
    ("AvgPool2d", |m| avg_pool!(AvgPool2d, 2, m, divisor_override)),
    ("AvgPool3d", |m| avg_pool!(AvgPool3d, 3, m, divisor_override)),
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
