//! Normalisation.

use super::{Row, ok};

pub(super) const TABLE: &[Row] = &[
    ("layer_norm", |c| {
        let shape: Vec<usize> = c.get("normalized_shape")?;
        let (weight, bias) = (c.operands.get(1), c.operands.get(2));
        ok(c[0].layer_norm(shape, weight, bias, c.or("eps", 1e-5)?))
    }),
    ("rms_norm", |c| {
        let shape: Vec<usize> = c.get("normalized_shape")?;
        ok(c[0].rms_norm(shape, c.operands.get(1), c.maybe::<f64>("eps")?))
    }),
    ("group_norm", |c| {
        let (weight, bias) = (c.operands.get(1), c.operands.get(2));
        ok(c[0].group_norm(c.get("num_groups")?, weight, bias, c.or("eps", 1e-5)?))
    }),
    ("instance_norm", |c| {
        ok(c[0].instance_norm(c.operands.get(1), c.operands.get(2), c.or("eps", 1e-5)?))
    }),
    ("local_response_norm", |c| {
        let (alpha, beta) = (c.or("alpha", 1e-4)?, c.or("beta", 0.75)?);
        ok(c[0].local_response_norm(c.get("size")?, alpha, beta, c.or("k", 1.0)?))
    }),
    ("normalize", |c| {
        let dims = match c.raw("dim") {
            Some(_) => c.dims("dim")?,
            None => vec![1],
        };
        ok(c[0].normalize(c.or("p", 2.0)?, dims, c.or("eps", 1e-12)?))
    }),
    ("weight_norm", |c| ok(c[0].weight_norm(&c[1], c.maybe("dim")?))),
];
