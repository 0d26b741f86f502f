//! Layers that change shapes.

use flambeau::nn::{Flatten, Unflatten};

use super::{Row, layer};
use crate::options::set;

pub(super) const TABLE: &[Row] = &[
    ("Flatten", |m| layer(set!(Flatten::new(), m, start_dim, end_dim))),
    ("Unflatten", |m| {
        layer(Unflatten::new(
            m.get("dim")?,
            m.get::<Vec<isize>>("unflattened_size")?,
        ))
    }),
];
