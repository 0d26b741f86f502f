//! Linear maps.

use flambeau::nn::{Identity, Linear};

use super::{Row, layer};
use crate::options::set;

pub(super) const TABLE: &[Row] = &[
    ("Identity", |_| layer(Identity)),
    ("Linear", |m| {
        let linear = Linear::options(m.get("in_features")?, m.get("out_features")?);
        layer(set!(linear, m, bias).build())
    }),
];
