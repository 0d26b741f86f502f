//! Elements in order, and what is known once they are.

use flambeau::{DType, QuantileMode, Tensor, Unique};

use super::{Call, Called, Row, ok};
use crate::outcome::refused;

pub(super) const TABLE: &[Row] = &[
    // Every sort is stable here.
    ("sort", |c| {
        c.maybe::<bool>("stable")?;
        ok(c[0].sort(c.or("dim", -1)?, c.or("descending", false)?))
    }),
    ("argsort", |c| {
        c.maybe::<bool>("stable")?;
        ok(c[0].argsort(c.or("dim", -1)?, c.or("descending", false)?))
    }),
    ("msort", |c| ok(c[0].sort(0, false).0)),
    ("topk", |c| {
        let (dim, largest) = (c.or("dim", -1)?, c.or("largest", true)?);
        c.maybe::<bool>("sorted")?;
        ok(c[0].topk(c.get("k")?, dim, largest))
    }),
    ("kthvalue", |c| {
        ok(c[0].kthvalue(c.get("k")?, c.or("dim", -1)?, c.or("keepdim", false)?))
    }),
    ("mode", |c| {
        ok(c[0].mode(c.or("dim", -1)?, c.or("keepdim", false)?))
    }),
    ("median", |c| median(c, Tensor::median, Tensor::median_dim)),
    ("nanmedian", |c| {
        median(c, Tensor::nanmedian, Tensor::nanmedian_dim)
    }),
    ("aminmax", |c| {
        ok(c[0].aminmax(c.dims("dim")?, c.or("keepdim", false)?))
    }),
    ("cummax", |c| ok(c[0].cummax(c.get("dim")?))),
    ("cummin", |c| ok(c[0].cummin(c.get("dim")?))),
    ("unique", |c| {
        c.maybe::<bool>("sorted")?;
        unique(c, c[0].unique(c.maybe("dim")?))
    }),
    ("unique_consecutive", |c| {
        unique(c, c[0].unique_consecutive(c.maybe("dim")?))
    }),
    ("searchsorted", |c| {
        let side = c.choice("side", &[("left", false), ("right", true)])?;
        let right = c.or("right", false)? || side == Some(true);
        let found = match c.operands.get(2) {
            Some(sorter) => c[0].gather(-1, sorter).searchsorted(&c[1], right),
            None => c[0].searchsorted(&c[1], right),
        };
        places(c, found)
    }),
    ("bucketize", |c| {
        places(c, c[0].bucketize(&c[1], c.or("right", false)?))
    }),
    ("bincount", |c| {
        ok(c[0].bincount(c.operands.get(1), c.or("minlength", 0)?))
    }),
    ("histc", |c| {
        ok(c[0].histc(c.or("bins", 100)?, c.or("min", 0.0)?, c.or("max", 0.0)?))
    }),
    ("quantile", |c| quantile(c, Tensor::quantile_dim)),
    ("nanquantile", |c| quantile(c, Tensor::nanquantile_dim)),
];

fn median(
    c: &Call<'_>,
    whole: fn(&Tensor) -> Tensor,
    along: fn(&Tensor, isize, bool) -> (Tensor, Tensor),
) -> Called {
    match c.maybe("dim")? {
        Some(dim) => ok(along(&c[0], dim, c.or("keepdim", false)?)),
        None => ok(whole(&c[0])),
    }
}

fn unique(c: &Call<'_>, found: Unique) -> Called {
    let mut outputs = vec![found.values];
    if c.or("return_inverse", false)? {
        outputs.push(found.inverse);
    }
    if c.or("return_counts", false)? {
        outputs.push(found.counts);
    }
    ok(outputs)
}

type Quantile = fn(&Tensor, Vec<f64>, isize, bool, QuantileMode) -> Tensor;

fn quantile(c: &Call<'_>, along: Quantile) -> Called {
    let mode = match c.maybe::<&str>("interpolation")? {
        Some(mode) => mode.parse().map_err(refused)?,
        None => QuantileMode::Linear,
    };
    let (q, is_list) = (c.get::<Vec<f64>>("q")?, c.has_list("q"));
    let found = match c.maybe("dim")? {
        Some(dim) => along(&c[0], q, dim, c.or("keepdim", false)?, mode),
        None if c.or("keepdim", false)? => {
            let ones = vec![1; c[0].rank()];
            let found = along(&c[0].reshape(-1), q, 0, false, mode);
            let of_each = [&found.shape()[..1], &ones].concat();
            found.reshape(of_each)
        }
        None => along(&c[0].reshape(-1), q, 0, false, mode),
    };
    ok(if is_list { found } else { found.select(0, 0) })
}

/// Positions, as small integers if these are asked for.
fn places(c: &Call<'_>, found: Tensor) -> Called {
    ok(if c.or("out_int32", false)? {
        found.to_dtype(DType::I32)
    } else {
        found
    })
}
