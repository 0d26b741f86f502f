//! Layers that normalise.

use flambeau::nn::{BatchNorm1d, BatchNorm2d, GroupNorm, LayerNorm, RMSNorm};

use super::{Row, layer};
use crate::options::set;

/// The options of a batch norm; `None` as the momentum is another than none given.
macro_rules! batch_norm {
    ($layer:ident, $m:expr) => {{
        let norm = $layer::options($m.get("num_features")?);
        let mut norm = set!(norm, $m, eps, affine, bias, track_running_stats);
        if $m.raw("momentum").is_some() {
            norm = norm.momentum($m.maybe::<f64>("momentum")?);
        }
        layer(norm.build())
    }};
}

pub(super) const TABLE: &[Row] = &[
    ("BatchNorm1d", |m| batch_norm!(BatchNorm1d, m)),
    ("BatchNorm2d", |m| batch_norm!(BatchNorm2d, m)),
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
