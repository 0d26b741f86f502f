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
    ("tan", |c| ok(c[0].tan())),
    ("asin", |c| ok(c[0].asin())),
    ("acos", |c| ok(c[0].acos())),
    ("atan", |c| ok(c[0].atan())),
    ("sinc", |c| ok(c[0].sinc())),
    ("sinh", |c| ok(c[0].sinh())),
    ("cosh", |c| ok(c[0].cosh())),
    ("asinh", |c| ok(c[0].asinh())),
    ("acosh", |c| ok(c[0].acosh())),
    ("atanh", |c| ok(c[0].atanh())),
    ("exp2", |c| ok(c[0].exp2())),
    ("log2", |c| ok(c[0].log2())),
    ("log10", |c| ok(c[0].log10())),
    ("erfc", |c| ok(c[0].erfc())),
    ("erfinv", |c| ok(c[0].erfinv())),
    ("lgamma", |c| ok(c[0].lgamma())),
    ("digamma", |c| ok(c[0].digamma())),
    ("floor", |c| ok(c[0].floor())),
    ("ceil", |c| ok(c[0].ceil())),
    ("trunc", |c| ok(c[0].trunc())),
    ("frac", |c| ok(c[0].frac())),
    ("bitwise_not", |c| ok(c[0].bitwise_not())),
    ("round", |c| match c.maybe("decimals")? {
        Some(decimals) => ok(c[0].round_decimals(decimals)),
        None => ok(c[0].round()),
    }),
    ("logit", |c| match c.maybe("eps")? {
        Some(eps) => ok(c[0].logit_with(eps)),
        None => ok(c[0].logit()),
    }),
    ("nan_to_num", |c| {
        ok(c[0].nan_to_num_with(c.or("nan", 0.0)?, c.maybe("posinf")?, c.maybe("neginf")?))
    }),
];
