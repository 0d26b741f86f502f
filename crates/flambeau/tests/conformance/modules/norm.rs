//! Layers that normalise.

use flambeau::nn::{
    BatchNorm1d, BatchNorm2d, BatchNorm3d, GroupNorm, InstanceNorm1d, InstanceNorm2d, InstanceNorm3d,
    LayerNorm, Lazy, LocalResponseNorm, RMSNorm,
};

use super::{Row, layer};
use crate::options::set;

/// The options of a batch norm; `None` as the momentum is another than none given.
macro_rules! batch_norm {
    ($layer:ident, $m:expr) => {
        layer(batch_norm_options!($layer, $m.get("num_features")?, $m).build())
    };
}

macro_rules! batch_norm_options {
    ($layer:ident, $features:expr, $m:expr) => {{
        let norm = $layer::options($features);
        let mut norm = set!(norm, $m, eps, affine, bias, track_running_stats);
        if $m.raw("momentum").is_some() {
            norm = norm.momentum($m.maybe::<f64>("momentum")?);
        }
        norm
    }};
}

macro_rules! instance_norm {
    ($layer:ident, $m:expr) => {{
        let m = $m;
        let norm = $layer::options(m.get("num_features")?);
        layer(set!(norm, m, eps, momentum, affine, bias, track_running_stats).build())
    }};
}

macro_rules! lazy_instance_norm {
    ($layer:ident, $m:expr) => {{
        let m = $m;
        let norm = $layer::options(0);
        layer(Lazy::of(set!(
            norm,
            m,
            eps,
            momentum,
            affine,
            bias,
            track_running_stats
        )))
    }};
}

pub(super) const TABLE: &[Row] = &[
    ("BatchNorm1d", |m| batch_norm!(BatchNorm1d, m)),
    ("BatchNorm2d", |m| batch_norm!(BatchNorm2d, m)),
    ("BatchNorm3d", |m| batch_norm!(BatchNorm3d, m)),
    ("LazyBatchNorm1d", |m| {
        layer(Lazy::of(batch_norm_options!(BatchNorm1d, 0, m)))
    }),
    ("LazyBatchNorm2d", |m| {
        layer(Lazy::of(batch_norm_options!(BatchNorm2d, 0, m)))
    }),
    ("LazyBatchNorm3d", |m| {
        layer(Lazy::of(batch_norm_options!(BatchNorm3d, 0, m)))
    }),
    ("LazyInstanceNorm1d", |m| lazy_instance_norm!(InstanceNorm1d, m)),
    ("LazyInstanceNorm2d", |m| lazy_instance_norm!(InstanceNorm2d, m)),
    ("LazyInstanceNorm3d", |m| lazy_instance_norm!(InstanceNorm3d, m)),
    ("InstanceNorm1d", |m| instance_norm!(InstanceNorm1d, m)),
    ("InstanceNorm2d", |m| instance_norm!(InstanceNorm2d, m)),
    ("InstanceNorm3d", |m| instance_norm!(InstanceNorm3d, m)),
    ("LocalResponseNorm", |m| {
        layer(set!(LocalResponseNorm::new(m.get("size")?), m, alpha, beta, k))
    }),
    ("LayerNorm", |m| {
        let norm = LayerNorm::options(m.get::<Vec<usize>>("normalized_shape")?);
        layer(set!(norm, m, eps, elementwise_affine, bias).build())
    }),
    ("RMSNorm", |m| {
        let norm = RMSNorm::options(m.get::<Vec<usize>>("normalized_shape")?);
        layer(set!(norm, m, eps, elementwise_affine).build())
    }),
    ("GroupNorm", |m| {
        let norm = GroupNorm::options(m.get("num_groups")?, m.get("num_channels")?);
        layer(set!(norm, m, eps, affine, bias).build())
    }),
];
