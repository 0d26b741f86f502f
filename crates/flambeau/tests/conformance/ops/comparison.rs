//! Comparisons, logic and choices.

use flambeau::Scalar;

use super::{Row, ok};

pub(super) const TABLE: &[Row] = &[
    ("eq", |c| ok(c[0].eq(&c[1]))),
    ("ne", |c| ok(c[0].ne(&c[1]))),
    ("lt", |c| ok(c[0].lt(&c[1]))),
    ("le", |c| ok(c[0].le(&c[1]))),
    ("gt", |c| ok(c[0].gt(&c[1]))),
    ("ge", |c| ok(c[0].ge(&c[1]))),
    ("where", |c| ok(c[0].where_(&c[1], &c[2]))),
    ("where_scalar", |c| {
        ok(c[0].where_(&c[1], c.get::<Scalar>("scalar")?))
    }),
    ("logical_not", |c| ok(c[0].logical_not())),
    ("logical_and", |c| ok(c[0].logical_and(&c[1]))),
    ("logical_or", |c| ok(c[0].logical_or(&c[1]))),
    ("logical_xor", |c| ok(c[0].logical_xor(&c[1]))),
    ("isnan", |c| ok(c[0].isnan())),
    ("isinf", |c| ok(c[0].isinf())),
    ("isfinite", |c| ok(c[0].isfinite())),
];
