//! Layers that change shapes.

use flambeau::nn::Flatten;

use super::{Row, layer};
use crate::options::set;

pub(super) const TABLE: &[Row] = &[("Flatten", |m| layer(set!(Flatten::new(), m, start_dim, end_dim)))];
