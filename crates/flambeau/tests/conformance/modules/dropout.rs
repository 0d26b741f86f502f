//! Layers that drop at random.

use flambeau::nn::Dropout;

use super::{Row, layer};

pub(super) const TABLE: &[Row] = &[("Dropout", |m| layer(Dropout::new(m.or("p", 0.5)?)))];
