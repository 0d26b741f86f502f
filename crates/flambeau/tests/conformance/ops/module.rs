//! Functions of windows and channels that are layers here as well: the layer is called.

use serde_json::Value;

use super::{Call, Called, Row, ok};
use crate::modules::{Given, build};
use crate::outcome::failed;
use crate::reading::Args;

pub(super) const TABLE: &[Row] = &[
    ("avg_pool1d", |c| layer(c, "AvgPool1d")),
    ("avg_pool2d", |c| layer(c, "AvgPool2d")),
    ("avg_pool3d", |c| layer(c, "AvgPool3d")),
    ("max_pool1d", |c| layer(c, "MaxPool1d")),
    ("max_pool2d", |c| layer(c, "MaxPool2d")),
    ("max_pool3d", |c| layer(c, "MaxPool3d")),
    ("adaptive_avg_pool1d", |c| layer(c, "AdaptiveAvgPool1d")),
    ("adaptive_avg_pool2d", |c| layer(c, "AdaptiveAvgPool2d")),
    ("adaptive_avg_pool3d", |c| layer(c, "AdaptiveAvgPool3d")),
    ("adaptive_max_pool1d", |c| layer(c, "AdaptiveMaxPool1d")),
    ("adaptive_max_pool2d", |c| layer(c, "AdaptiveMaxPool2d")),
    ("adaptive_max_pool3d", |c| layer(c, "AdaptiveMaxPool3d")),
    ("lp_pool1d", |c| layer(c, "LPPool1d")),
    ("lp_pool2d", |c| layer(c, "LPPool2d")),
    ("lp_pool3d", |c| layer(c, "LPPool3d")),
    ("max_unpool1d", |c| layer(c, "MaxUnpool1d")),
    ("max_unpool3d", |c| layer(c, "MaxUnpool3d")),
    ("channel_shuffle", |c| layer(c, "ChannelShuffle")),
    ("fractional_max_pool2d", |c| layer(c, "FractionalMaxPool2d")),
    ("fractional_max_pool3d", |c| layer(c, "FractionalMaxPool3d")),
];

fn layer(c: &Call<'_>, class: &str) -> Called {
    // The layer reads them, and says if one is left.
    for key in c.json.as_object().into_iter().flat_map(|entries| entries.keys()) {
        c.raw(key);
    }
    let subject = build(class, c.json, c.precision)?;
    let given = Given {
        tensors: c.operands,
        names: &[],
        args: Args::new(&Value::Null),
        packed: None,
    };
    let outputs = subject.call(&given)?.into_iter().collect::<Option<Vec<_>>>();
    ok(outputs.ok_or_else(|| failed("an output is None"))?)
}
