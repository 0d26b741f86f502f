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
    ("softmax", |c| ok(c[0].softmax(c.get("dim")?))),
    ("log_softmax", |c| ok(c[0].log_softmax(c.get("dim")?))),
];
