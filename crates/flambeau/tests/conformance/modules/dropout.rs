//! Layers that drop at random.

use flambeau::nn::{AlphaDropout, Dropout, Dropout1d, Dropout2d, Dropout3d, FeatureAlphaDropout};

use super::{Row, Spec, layer};
use crate::outcome::Trouble;

pub(super) const TABLE: &[Row] = &[
    ("Dropout", |m| layer(Dropout::new(p(m)?))),
    ("Dropout1d", |m| layer(Dropout1d::new(p(m)?))),
    ("Dropout2d", |m| layer(Dropout2d::new(p(m)?))),
    ("Dropout3d", |m| layer(Dropout3d::new(p(m)?))),
    ("AlphaDropout", |m| layer(AlphaDropout::new(p(m)?))),
    ("FeatureAlphaDropout", |m| layer(FeatureAlphaDropout::new(p(m)?))),
];

fn p(m: &Spec<'_>) -> Result<f64, Trouble> {
    m.or("p", 0.5)
}
