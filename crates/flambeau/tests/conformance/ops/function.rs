//! Functions of one number.

use super::{Row, ok};

pub(super) const TABLE: &[Row] = &[
    ("neg", |c| ok(-&c[0])),
    ("exp", |c| ok(c[0].exp())),
    ("expm1", |c| ok(c[0].expm1())),
    ("log", |c| ok(c[0].log())),
    ("log1p", |c| ok(c[0].log1p())),
    ("sqrt", |c| ok(c[0].sqrt())),
    ("rsqrt", |c| ok(c[0].rsqrt())),
    ("square", |c| ok(c[0].square())),
    ("reciprocal", |c| ok(c[0].reciprocal())),
    ("abs", |c| ok(c[0].abs())),
    ("sign", |c| ok(c[0].sign())),
    ("sin", |c| ok(c[0].sin())),
    ("cos", |c| ok(c[0].cos())),
    ("tanh", |c| ok(c[0].tanh())),
    ("erf", |c| ok(c[0].erf())),
];
