//! Activations.

use super::{Row, ok};

pub(super) const TABLE: &[Row] = &[
    ("sigmoid", |c| ok(c[0].sigmoid())),
    ("relu", |c| ok(c[0].relu())),
    ("leaky_relu", |c| {
        ok(c[0].leaky_relu(c.or("negative_slope", 0.01)?))
    }),
    ("elu", |c| ok(c[0].elu(c.or("alpha", 1.0)?))),
    ("silu", |c| ok(c[0].silu())),
    ("gelu", |c| {
        let tanh = c.choice("approximate", &[("none", false), ("tanh", true)])?;
        ok(if tanh == Some(true) {
            c[0].gelu_tanh()
        } else {
            c[0].gelu()
        })
    }),
    ("softplus", |c| {
        ok(c[0].softplus_with(c.or("beta", 1.0)?, c.or("threshold", 20.0)?))
    }),
    ("softsign", |c| ok(c[0].softsign())),
    ("hardtanh", |c| {
        ok(c[0].hardtanh(c.or("min_val", -1.0)?, c.or("max_val", 1.0)?))
    }),
    ("relu6", |c| ok(c[0].relu6())),
    ("hardsigmoid", |c| ok(c[0].hardsigmoid())),
    ("hardswish", |c| ok(c[0].hardswish())),
    ("celu", |c| ok(c[0].celu(c.or("alpha", 1.0)?))),
    ("selu", |c| ok(c[0].selu())),
    ("mish", |c| ok(c[0].mish())),
    ("logsigmoid", |c| ok(c[0].logsigmoid())),
    ("tanhshrink", |c| ok(c[0].tanhshrink())),
    ("hardshrink", |c| ok(c[0].hardshrink(c.or("lambd", 0.5)?))),
    ("softshrink", |c| ok(c[0].softshrink(c.or("lambd", 0.5)?))),
    ("threshold", |c| {
        ok(c[0].threshold(c.get("threshold")?, c.get("value")?))
    }),
    ("glu", |c| ok(c[0].glu(c.or("dim", -1)?))),
    ("prelu", |c| ok(c[0].prelu(&c[1]))),
    ("softmin", |c| ok(c.converted()?.softmin(c.get("dim")?))),
    ("softmax", |c| ok(c.converted()?.softmax(c.get("dim")?))),
    ("log_softmax", |c| ok(c.converted()?.log_softmax(c.get("dim")?))),
];
