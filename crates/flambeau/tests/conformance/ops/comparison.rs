//! Comparisons, logic and choices.

use flambeau::{Scalar, Tensor};

use super::{Call, Row, ok};
use crate::outcome::Trouble;

pub(super) const TABLE: &[Row] = &[
    ("eq", |c| match c.maybe::<Scalar>("other")? {
        Some(other) => ok(c[0].eq(other)),
        None => ok(c[0].eq(&c[1])),
    }),
    ("ne", |c| match c.maybe::<Scalar>("other")? {
        Some(other) => ok(c[0].ne(other)),
        None => ok(c[0].ne(&c[1])),
    }),
    ("lt", |c| match c.maybe::<Scalar>("other")? {
        Some(other) => ok(c[0].lt(other)),
        None => ok(c[0].lt(&c[1])),
    }),
    ("le", |c| match c.maybe::<Scalar>("other")? {
        Some(other) => ok(c[0].le(other)),
        None => ok(c[0].le(&c[1])),
    }),
    ("gt", |c| match c.maybe::<Scalar>("other")? {
        Some(other) => ok(c[0].gt(other)),
        None => ok(c[0].gt(&c[1])),
    }),
    ("ge", |c| match c.maybe::<Scalar>("other")? {
        Some(other) => ok(c[0].ge(other)),
        None => ok(c[0].ge(&c[1])),
    }),
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
    ("isclose", |c| {
        let (rtol, atol, equal_nan) = distances(c)?;
        ok(c[0].isclose_with(&c[1], rtol, atol, equal_nan))
    }),
    ("allclose", |c| {
        let (rtol, atol, equal_nan) = distances(c)?;
        ok(Tensor::from(c[0].allclose_with(&c[1], rtol, atol, equal_nan)))
    }),
    ("equal", |c| ok(Tensor::from(c[0].equal(&c[1])))),
    ("bitwise_and", |c| ok(&c[0] & &c[1])),
    ("bitwise_or", |c| ok(&c[0] | &c[1])),
    ("bitwise_xor", |c| ok(&c[0] ^ &c[1])),
    ("shift_left", |c| ok(&c[0] << &c[1])),
    ("shift_right", |c| ok(&c[0] >> &c[1])),
    ("isfinite", |c| ok(c[0].isfinite())),
];

/// `rtol`, `atol` and `equal_nan`.
fn distances(c: &Call<'_>) -> Result<(f64, f64, bool), Trouble> {
    Ok((
        c.or("rtol", 1e-5)?,
        c.or("atol", 1e-8)?,
        c.or("equal_nan", false)?,
    ))
}
